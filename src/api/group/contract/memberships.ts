import type { Knex } from 'knex';
import type { ShownPerson } from './shown-person';

/** Service `api::group.memberships`: who belongs to which group, in statements for many at once. */
export interface Memberships {
  /** Members by the documentId of their group, each list by name. */
  of(db: Knex, groups: readonly string[]): Promise<Map<string, ShownPerson[]>>;
  /** Relies on group_memberships_person_key. @returns those who were none before, by documentId. */
  add(trx: Knex, group: string, people: readonly string[]): Promise<string[]>;
  /** @returns whether the person was a member. */
  remove(trx: Knex, group: string, person: string): Promise<boolean>;
}
