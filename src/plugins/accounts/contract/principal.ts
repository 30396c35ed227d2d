import type { ParameterizedContext } from 'koa';

/** `pending`: the address is not proven yet. Strapi's `confirmed` and `blocked` follow it. */
export const ACCOUNT_STATUSES = ['pending', 'active', 'suspended'] as const;
export type AccountStatus = (typeof ACCOUNT_STATUSES)[number];

/** A person with a live session. */
export interface UserPrincipal {
  kind: 'user';
  userId: number;
  documentId: string;
  /** The session this request came with; ends with it. */
  sessionId: string;
  /** When this session's person last proved who they are; what is delicate asks for a recent proof. */
  authenticatedAt: Date;
  /** Type of the users-permissions role. */
  role: string;
  track: string | null;
  status: AccountStatus;
}

/** Who is asking. `src/access` turns a principal into row rules; no other code decides by role. */
export type Principal =
  | { kind: 'anonymous' }
  | UserPrincipal
  | { kind: 'panel'; accountId: number };

export const ANONYMOUS: Principal = { kind: 'anonymous' };

/** Who sent this request, as the accounts plugin found out before any handler ran. */
export function principalOf(ctx: ParameterizedContext): Principal {
  // Koa leaves its state untyped; nothing else writes this name.
  return (ctx.state as { principal?: Principal }).principal ?? ANONYMOUS;
}
