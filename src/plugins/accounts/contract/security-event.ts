import type { Knex } from 'knex';
import type { RequestOrigin } from './request-origin';

/** What happened. Kebab-case; names are never changed, since people search for them. */
export const SECURITY_EVENT_TYPES = [
  'sign-in-succeeded',
  'sign-in-failed',
  'sign-in-delayed',
  'signed-out',
  'session-revoked',
  'refresh-token-reused',
  'registered',
  'email-verified',
  'unproven-access-revoked',
  'password-reset-requested',
  'password-changed',
  'email-change-requested',
  'email-changed',
  'email-change-undone',
  'account-created',
  'account-deleted',
  'account-suspended',
  'account-reinstated',
  'role-changed',
  'track-changed',
  'verification-resent',
  'marked-verified',
  'verification-withdrawn',
  'account-protected',
  'account-unprotected',
  'data-exported',
  'data-imported',
  'access-denied',
] as const;
export type SecurityEventType = (typeof SECURITY_EVENT_TYPES)[number];

/** Somebody or something that acted: a person, an account of the panel, or Shoal itself. */
export interface SecurityActor {
  kind: 'anonymous' | 'user' | 'panel' | 'system';
  /** `documentId` of a person, numeric id of a panel account; null for the others. */
  id: string | null;
}

export interface SecurityEvent {
  type: SecurityEventType;
  actor: SecurityActor;
  /** `documentId` of the account concerned; null when there is none. */
  targetId: string | null;
  /** Null for what a job or a command did. */
  origin: RequestOrigin | null;
  /** Never a secret, a password or a mail address. */
  details?: Record<string, string | number | boolean | null>;
}

/** Service `securityEvents` of the accounts plugin. */
export interface SecurityEvents {
  /** Appends within the caller's transaction, so that the event stands if and only if the change does. */
  record(db: Knex, event: SecurityEvent): Promise<void>;
}
