import { z } from 'zod';
import { ACCOUNT_STATUSES, type AccountStatus } from './principal';

const wholeNumber = (max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().int().min(1).max(max));

export const accountListQuery = z.strictObject({
  /** A part of the address or the name. */
  search: z.string().trim().max(200).optional(),
  status: z.enum(ACCOUNT_STATUSES).optional(),
  page: wholeNumber(1_000_000).default(1),
  pageSize: wholeNumber(100).default(25),
});
export type AccountListQuery = z.infer<typeof accountListQuery>;

export const suspendBody = z.strictObject({
  /** For the other editors; the person is not told. */
  reason: z.string().trim().min(1, 'Say why.').max(500),
});

export const changeAccountBody = z
  .strictObject({
    /** Type of a users-permissions role. */
    role: z.string().min(1).max(100).optional(),
    track: z.string().trim().max(100).nullable().optional(),
  })
  .refine(({ role, track }) => role !== undefined || track !== undefined, 'Say what to change.');
export type ChangeAccountBody = z.infer<typeof changeAccountBody>;

/** What is done without saying more. */
export const emptyBody = z.strictObject({}).optional();

export interface RoleName {
  type: string;
  name: string;
}

/** A line of the list. Times are ISO 8601, as JSON has them. */
export interface AccountLine {
  id: string;
  username: string;
  email: string;
  status: AccountStatus;
  role: RoleName | null;
  track: string | null;
  createdAt: string;
  emailVerifiedAt: string | null;
  lastSignInAt: string | null;
  liveSessions: number;
}

export interface AccountSession {
  id: string;
  method: string;
  transport: string;
  address: string;
  device: string;
  createdAt: string;
  lastUsedAt: string;
  expiresAt: string;
  isLive: boolean;
  endedAt: string | null;
  endReason: string | null;
}

export interface AccountEvent {
  id: string;
  type: string;
  actorKind: string;
  /** Name of whoever acted, if they still have an account. */
  actorName: string | null;
  address: string | null;
  device: string | null;
  requestId: string | null;
  details: Record<string, string | number | boolean | null>;
  createdAt: string;
}

export interface AccountDetail extends AccountLine {
  /** Live ones first, then those that ended last. */
  sessions: AccountSession[];
  /** The latest, newest first. */
  events: AccountEvent[];
}

export interface AccountListAnswer {
  data: AccountLine[];
  meta: { page: number; pageSize: number; total: number; pageCount: number };
}

export interface AccountAnswer {
  data: AccountDetail;
  /** Roles that an account can be given. */
  meta: { roles: RoleName[] };
}
