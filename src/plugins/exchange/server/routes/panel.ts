const signedIn = { policies: ['admin::isAuthenticatedAdmin'] };

/**
 * Below the panel's own address of the plugin: `/exchange/users/export.csv`. Which account may do what
 * depends on the kind, so the controller asks.
 */
export const panelRoutes = [
  { method: 'GET' as const, path: '/kinds', handler: 'panelExchange.kinds', config: signedIn },
  {
    method: 'GET' as const,
    path: '/:kind/export.csv',
    handler: 'panelExchange.export',
    config: signedIn,
  },
  {
    method: 'POST' as const,
    path: '/:kind/import',
    handler: 'panelExchange.import',
    config: signedIn,
  },
];
