import type { Core } from '@strapi/strapi';

/** What roles of the panel can be given; each uid follows `plugin::accounts.` in contract/account-permissions. */
const ACTIONS = [
  { displayName: 'See accounts', uid: 'accounts.read' },
  { displayName: 'Suspend, reinstate and change accounts', uid: 'accounts.manage' },
].map((action) => ({
  ...action,
  section: 'plugins',
  subCategory: 'accounts',
  pluginName: 'accounts',
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
