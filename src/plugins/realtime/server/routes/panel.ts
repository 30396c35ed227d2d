import { DECIDE_REPORTS, READ_REPORTS } from '../../contract/panel-permissions';

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
  ...allowed(READ_REPORTS),
});
const decides = (path: string, handler: string) => ({
  method: 'POST' as const,
  path,
  handler,
  ...allowed(DECIDE_REPORTS),
});

/** Below the panel's own address of the plugin: `/realtime/reports`. Not part of the REST API. */
export const panelRoutes = [
  reads('/reports', 'panel.cases'),
  reads('/rooms', 'panel.rooms'),
  reads('/decisions', 'panel.decisions'),
  decides('/messages/:id/hide', 'panel.hide'),
  decides('/messages/:id/show', 'panel.show'),
  decides('/messages/:id/close', 'panel.close'),
  decides('/rooms/:room/mute', 'panel.mute'),
  decides('/rooms/:room/unmute', 'panel.unmute'),
  decides('/rooms/:room/slow-mode', 'panel.slowMode'),
];
