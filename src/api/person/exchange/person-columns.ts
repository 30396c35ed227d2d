import { z } from 'zod';
import { ACCOUNT_STATUSES } from '../../../plugins/accounts/contract/principal';
import type { Column } from '../../../plugins/exchange/contract/cell';

/** What people tell about themselves, by the columns of their profile. */
export const PROFILE_COLUMNS = {
  firstName: 'first_name',
  lastName: 'last_name',
  dateOfBirth: 'date_of_birth',
  organisation: 'organisation',
} as const;
export type ProfileColumn = keyof typeof PROFILE_COLUMNS;
export const PROFILE_NAMES = Object.keys(PROFILE_COLUMNS) as ProfileColumn[]; // exactly these

export const PERSON_COLUMNS: readonly Column[] = [
  { name: 'id', kind: 'text' },
  { name: 'email', kind: 'text', isRequired: true },
  { name: 'username', kind: 'text' },
  { name: 'firstName', kind: 'text' },
  { name: 'lastName', kind: 'text' },
  { name: 'dateOfBirth', kind: 'day' },
  { name: 'organisation', kind: 'text' },
  { name: 'role', kind: 'text' },
  { name: 'track', kind: 'text' },
  { name: 'status', kind: 'text' },
  { name: 'groups', kind: 'list' },
  { name: 'passwordHash', kind: 'text', only: 'import' },
  { name: 'createdAt', kind: 'moment', only: 'export' },
  { name: 'emailVerifiedAt', kind: 'moment', only: 'export' },
  { name: 'lastSignInAt', kind: 'moment', only: 'export' },
];

/** What narrows an export, as it narrows the list of the console. */
export const personFilters = z.strictObject({
  role: z.string().min(1).max(100).meta({ description: 'Type of a role' }).optional(),
  status: z.enum(ACCOUNT_STATUSES).optional(),
  track: z.string().min(1).max(100).optional(),
  group: z.string().min(1).max(100).meta({ description: 'Code or id of a group' }).optional(),
  search: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .meta({ description: 'A part of the address or of a name' })
    .optional(),
});
export type PersonFilters = z.infer<typeof personFilters>;
