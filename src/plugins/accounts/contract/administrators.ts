import type { Knex } from 'knex';

/** Service `administrators` of the accounts plugin. */
export interface Administrators {
  /** Where administrators who are active get their mail, in a fixed order. */
  findAddresses(db: Knex): Promise<string[]>;
}
