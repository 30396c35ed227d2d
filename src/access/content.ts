import type { Principal } from '../plugins/accounts/contract/principal';
import type { RowRule } from '../lib/row-rule';

/** Whom content may be addressed to. `all` is everyone who is signed in. */
export const AUDIENCES = ['public', 'all', 'student', 'mentor', 'supervisor', 'admin'] as const;
export type Audience = (typeof AUDIENCES)[number];

/** What is addressed to somebody: to anyone, to all who are signed in, to their role. */
export const audiencesOf = (principal: Principal): string[] =>
  principal.kind === 'user' ? ['public', 'all', principal.role] : ['public'];

const isAdmin = (principal: Principal) => principal.kind === 'user' && principal.role === 'admin';

/** Tables of content that is addressed to somebody, each with what else must hold of a row. */
const CONTENT = {
  events: '',
  resources: '',
  // Its jobs publish and unpublish within a minute; this is exact.
  announcements: `
     and (publish_at is null or publish_at <= now() at time zone 'utc')
     and (expire_at is null or expire_at > now() at time zone 'utc')`,
} as const;
export type ContentTable = keyof typeof CONTENT;

/**
 * Content that is addressed to a person and due; administrators write it and read all of it. Whether
 * drafts are looked at is asked elsewhere.
 */
export const readableContent =
  (table: ContentTable) =>
  (principal: Principal): RowRule => {
    if (isAdmin(principal)) return [];
    return [
      {
        idIn: `
  select id from ${table}
   where jsonb_exists_any(audience, string_to_array(:audiences, ','))${CONTENT[table]}`,
        bindings: { audiences: audiencesOf(principal).join(',') },
      },
    ];
  };

/** Events on a map: an event that went online may still hold the position it had. */
export const eventsOnMaps = (principal: Principal): RowRule => [
  ...readableContent('events')(principal),
  { attribute: 'isOnline', is: false },
];
