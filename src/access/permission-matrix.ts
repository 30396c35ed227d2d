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
] as const;

/**
 * Role x action. What is not listed is denied, new content types included. Applied at every boot:
 * a grant made by hand in the panel on one of these roles does not survive.
 */
export const PERMISSION_MATRIX: Record<RoleType, readonly string[]> = {
  public: EVERYONE,
  authenticated: [],
  student: SIGNED_IN,
  mentor: SIGNED_IN,
  supervisor: SIGNED_IN,
  admin: SIGNED_IN,
};
