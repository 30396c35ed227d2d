import { DECIDE_LINKS, READ_IMPORTS, RUN_IMPORTS } from '../../contract/panel-permissions';

const allowed = (action: string) => ({
  config: {
    policies: [
      'admin::isAuthenticatedAdmin',
      { name: 'admin::hasPermissions', config: { actions: [action] } },
    ],
  },
});

const reads = (path: string, handler: string) => ({
  method: 'GET' as const,
  path,
  handler,
  ...allowed(READ_IMPORTS),
});
const does = (path: string, handler: string, action = RUN_IMPORTS) => ({
  method: 'POST' as const,
  path,
  handler,
  ...allowed(action),
});

/** Below the panel's own address of the plugin: `/importer/runs`. Not part of the REST API. */
export const panelRoutes = [
  reads('/runs', 'runs.find'),
  reads('/runs/:id', 'runs.findOne'),
  reads('/runs/:id/rejected', 'overview.rejected'),
  reads('/runs/:id/rejected.csv', 'runs.rejected'),
  does('/runs', 'runs.start'),
  does('/runs/:id/cancel', 'runs.cancel'),
  does('/runs/:id/resume', 'runs.resume'),
  reads('/profiles', 'overview.profiles'),
  reads('/schedules', 'overview.schedules'),
  reads('/datasets', 'overview.datasets'),
  reads('/links', 'links.find'),
  does('/links/:id/confirm', 'links.confirm', DECIDE_LINKS),
  does('/links/:id/reject', 'links.reject', DECIDE_LINKS),
  does('/links/:id/unlink', 'links.unlink', DECIDE_LINKS),
];
