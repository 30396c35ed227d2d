import type { Core } from '@strapi/strapi';

/** What roles of the panel can be given; each uid follows `plugin::realtime.` in contract/panel-permissions. */
const ACTIONS = [
  { displayName: 'Read reported messages', uid: 'moderation.read' },
  { displayName: 'Hide messages, mute people, slow rooms down', uid: 'moderation.decide' },
].map((action) => ({
  ...action,
  section: 'plugins',
  subCategory: 'moderation',
  pluginName: 'realtime',
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
