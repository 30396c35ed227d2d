import type { Knex } from 'knex';
import type { z } from 'zod';

/** What a new person told about themselves. */
export interface PersonDetails {
  firstName?: string | undefined;
  lastName?: string | undefined;
  dateOfBirth?: string | undefined;
}

/** What the app keeps about a person beside the account; handed over with `people.register`. */
export interface PeopleKeeper {
  /** Type of the role that a new person gets. */
  defaultRole: string;
  /** Makes what a person has from the first proof of their address on. Within the transaction. */
  welcome(db: Knex, person: { userId: number; details: PersonDetails }): Promise<void>;
  /** Empties what was written before the address was proven: someone else may have written it. */
  forget(db: Knex, person: { userId: number }): Promise<void>;
  /** What `GET /api/users/me` shows under `profile`. */
  read(db: Knex, person: { userId: number }): Promise<Record<string, unknown> | null>;
  /** What `PATCH /api/users/me` takes under `profile`. */
  patchSchema: z.ZodType<Record<string, unknown>>;
  /** What `read` gives, for the OpenAPI document. */
  profileSchema: z.ZodType;
  update(db: Knex, person: { userId: number; patch: Record<string, unknown> }): Promise<void>;
}
