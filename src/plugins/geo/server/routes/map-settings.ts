/** Below the panel's own address of the plugin, `/geo/map-settings`, for whoever is signed in there. */
export const mapSettingsRoutes = [
  {
    method: 'GET' as const,
    path: '/map-settings',
    handler: 'mapSettings.find',
    config: { policies: ['admin::isAuthenticatedAdmin'] },
  },
];
