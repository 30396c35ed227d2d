import type { Core } from '@strapi/strapi';

/** What roles of the panel can be given; each uid follows `plugin::importer.` in contract/panel-permissions. */
const ACTIONS = [
  { displayName: 'See imports', uid: 'imports.read' },
  { displayName: 'Start, cancel and resume imports', uid: 'imports.run' },
  { displayName: 'Decide which records are the same', uid: 'links.decide' },
].map((action) => ({
  ...action,
  section: 'plugins',
  subCategory: 'imports',
  pluginName: 'importer',
}));

interface Permissions {
  actionProvider: { registerMany(actions: object[]): Promise<unknown> };
}

/** Call it in bootstrap: roles of the panel are put in order right afterwards. */
export async function registerPanelActions(strapi: Core.Strapi): Promise<void> {
  // Strapi leaves its services untyped.
  const { actionProvider } = strapi.service('admin::permission') as unknown as Permissions;
  await actionProvider.registerMany(ACTIONS);
}
