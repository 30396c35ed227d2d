/** The roles of people who use the API, in Strapi's `type` notation. Only these get permissions. */
export const ROLES = {
  public: 'Anyone who is not signed in',
  authenticated: "Strapi's own default role; Shoal gives it nothing",
  student: 'Takes part in the programme',
  mentor: 'Leads a group',
  supervisor: 'Oversees groups',
  admin: 'Runs the platform through the API',
} as const;

export type RoleType = keyof typeof ROLES;

/** What anyone may do, signed in or not. */
const EVERYONE = [
  'api::occurrence.occurrence.find',
  'api::occurrence.occurrence.findOne',
  'api::taxon.taxon.find',
  'api::taxon.taxon.findOne',
  'api::dataset.dataset.find',
  'api::dataset.dataset.findOne',
  'plugin::geo.features.find',
  'plugin::geo.features.search',
  'plugin::geo.nearby.find',
  'plugin::geo.counts.count',
  'plugin::geo.counts.facets',
  'plugin::geo.cells.grid',
  'plugin::geo.cells.clusters',
  'plugin::geo.tiles.find',
  'plugin::geo.tiles.describe',
  'api::event.event.find',
  'api::event.event.findOne',
  'api::event.calendar.find',
  'api::resource.resource.find',
  'api::resource.resource.findOne',
  'api::resource.download.find',
  'api::announcement.announcement.find',
  'api::announcement.announcement.findOne',
] as const;

/** What everybody who is signed in may do. */
const SIGNED_IN = [
  ...EVERYONE,
  'plugin::accounts.me.find',
  'plugin::accounts.me.update',
  'plugin::accounts.sessions.find',
  'plugin::accounts.sessions.revoke',
  'plugin::accounts.passwords.change',
  'plugin::accounts.emailChange.request',
  'api::group.group.find',
  'api::group.group.findOne',
  'api::milestone.milestone.find',
  'api::milestone.milestone.findOne',
  'api::task.task.find',
  'api::task.task.findOne',
  'api::task.completion.complete',
  'api::task.completion.reopen',
  'api::event-registration.event-registration.register',
  'api::event-registration.event-registration.cancel',
  'plugin::files.uploads.create',
  'plugin::files.uploads.remove',
] as const;

/** What those may do who look after groups; which groups, the access rules say. */
const LEADING = [
  ...SIGNED_IN,
  'api::group.group.update',
  'api::group.members.add',
  'api::group.members.remove',
  'api::milestone.milestone.create',
  'api::milestone.milestone.update',
  'api::milestone.milestone.delete',
  'api::task.task.create',
  'api::task.task.update',
  'api::task.task.delete',
] as const;

/** What administrators of the platform may do through the API. */
const ADMINISTERING = [
  ...LEADING,
  'api::group.group.create',
  'api::group.group.delete',
  'api::event.event.create',
  'api::event.event.update',
  'api::event.event.delete',
  'api::event.cover.replace',
  'api::event.cover.remove',
  'api::resource.resource.create',
  'api::resource.resource.update',
  'api::resource.resource.delete',
  'api::resource.cover.replace',
  'api::resource.cover.remove',
  'api::announcement.announcement.create',
  'api::announcement.announcement.update',
  'api::announcement.announcement.delete',
  'api::person.person.find',
  'api::person.person.findOne',
  'api::person.person.create',
  'api::person.person.update',
  'api::person.person.remove',
  'api::person.console.stats',
  'api::person.console.filters',
  'api::console.stats.find',
  'plugin::exchange.exchange.export',
  'plugin::exchange.exchange.import',
  'plugin::importer.runs.start',
  'plugin::importer.runs.find',
  'plugin::importer.runs.findOne',
  'plugin::importer.runs.cancel',
  'plugin::importer.runs.resume',
  'plugin::importer.runs.rejected',
] as const;

/**
 * Role x action. What is not listed is denied, new content types included. Applied at every boot:
 * a grant made by hand in the panel on one of these roles does not survive.
 */
export const PERMISSION_MATRIX: Record<RoleType, readonly string[]> = {
  public: EVERYONE,
  authenticated: [],
  student: SIGNED_IN,
  mentor: LEADING,
  supervisor: LEADING,
  admin: ADMINISTERING,
};
