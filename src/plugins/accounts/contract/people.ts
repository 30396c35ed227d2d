import type { Knex } from 'knex';
import { z } from 'zod';

const FIRST_BIRTHDAY = '1900-01-01';
/** Control signs, and marks that turn the direction of what follows. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** Text on one line, as long as its column is wide. */
export const textLine = (maxLength: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(maxLength)
    .refine((text) => !UNPRINTABLE.test(text), 'must be text on one line');

const today = () => new Date().toISOString().slice(0, 10);

/** What a new person may tell about themselves, in the words of a client. */
export const personDetails = z.object({
  firstName: textLine(100).optional(),
  lastName: textLine(100).optional(),
  dateOfBirth: z.iso
    .date()
    .refine((date) => date >= FIRST_BIRTHDAY && date <= today(), 'must be a day of the past')
    .optional(),
});
export type PersonDetails = z.infer<typeof personDetails>;

/** What the app keeps about a person beside the account; handed over with `people.register`. */
export interface PeopleKeeper {
  /** Type of the role that a new person gets. */
  defaultRole: string;
  /**
   * Makes what a person has from the first proof of their address on. Within the transaction, which
   * holds the account's row, so that it is never called twice at once for one person.
   */
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
