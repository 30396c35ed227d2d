import { z } from 'zod';
import { emailAddress } from '../../plugins/accounts/contract/email-address';
import { personDetails } from '../../plugins/accounts/contract/people';
import { ACCOUNT_STATUSES } from '../../plugins/accounts/contract/principal';
import { username } from '../../plugins/accounts/contract/username';

const LONGEST_CURSOR = 2_000;
const DEFAULT_LIMIT = 25;
export const MAX_LIMIT = 100;
const MOST_GROUPS = 100;

const SORT_KEYS = ['name', 'email', 'createdAt', 'lastSignInAt'] as const;
export type SortKey = (typeof SORT_KEYS)[number];
const SORTS = SORT_KEYS.flatMap((key) => [key, `-${key}`] as const);

const once = (maxLength: number) => z.string('must be given once').min(1).max(maxLength);
/** A positive integer; more than the maximum means the maximum. */
const limit = z
  .string('must be given once')
  .regex(/^0*[1-9]\d*$/, 'must be a positive integer')
  .transform((text) => Math.min(Number(text), MAX_LIMIT));

const filters = {
  search: once(200).meta({ description: 'A part of name, username or address' }).optional(),
  role: once(100).meta({ example: 'mentor' }).optional(),
  status: z.enum(ACCOUNT_STATUSES).optional(),
  track: once(100).optional(),
  group: once(100)
    .meta({
      description: 'Code or id of a group; `none` for people without one',
      example: 'BTF001',
    })
    .optional(),
  sort: z.enum(SORTS).default('name'),
  cursor: once(LONGEST_CURSOR)
    .meta({ description: '`meta.nextCursor` of this very list' })
    .optional(),
};

/** The query of `GET /api/admin/users`. */
export const personListQuery = z.strictObject({ ...filters, limit: limit.default(DEFAULT_LIMIT) });
export type PersonListQuery = z.infer<typeof personListQuery>;

/** The same as the OpenAPI document shows it: a parser's output is not what is sent. */
export const personListDescription = {
  ...filters,
  limit: z.int().min(1).max(MAX_LIMIT).default(DEFAULT_LIMIT),
};

const name = personDetails.shape.firstName.unwrap().nullable().optional();
const groups = z
  .array(z.string().min(1).max(100))
  .max(MOST_GROUPS)
  .meta({
    description: 'Codes or ids: all groups that the person is a member of',
    example: ['BTF001'],
  })
  .optional();
const details = {
  username: username.optional(),
  firstName: name,
  lastName: name,
  role: z.string().min(1).max(100).meta({ example: 'mentor' }).optional(),
  track: z.string().trim().max(100).nullable().optional(),
  groups,
};

export const personToCreate = z.strictObject({
  email: emailAddress,
  ...details,
  status: z
    .enum(['pending', 'active'])
    .meta({ description: 'Whoever says active vouches for the address' })
    .default('pending'),
  invite: z.boolean().meta({ description: 'Sends the mail that invites' }).default(false),
});
export type PersonToCreate = z.infer<typeof personToCreate>;

export const personPatch = z.strictObject({
  email: emailAddress.optional(),
  ...details,
  status: z.enum(ACCOUNT_STATUSES).optional(),
  isProtected: z
    .boolean()
    .meta({ description: 'Keeps role, access and address of this account' })
    .optional(),
});
export type PersonPatch = z.infer<typeof personPatch>;

/** An account as administrators see it. */
export const person = z.object({
  id: z.string().meta({ description: 'documentId' }),
  email: z.string(),
  username: z.string(),
  name: z.string().meta({ description: 'First and last name, or else the username' }),
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  role: z.string().nullable(),
  track: z.string().nullable(),
  status: z.enum(ACCOUNT_STATUSES),
  isProtected: z.boolean(),
  groups: z.array(z.object({ id: z.string(), code: z.string(), name: z.string() })),
  createdAt: z.iso.datetime(),
  emailVerifiedAt: z.iso.datetime().nullable(),
  lastSignInAt: z.iso.datetime().nullable(),
});
export type Person = z.infer<typeof person>;

export const personList = z.object({
  data: z.array(person),
  meta: z.object({
    limit: z.int(),
    total: z.int(),
    nextCursor: z.string().nullable().meta({ description: 'null at the end' }),
  }),
});
