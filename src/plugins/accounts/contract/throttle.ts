import type { LimitState } from '../../../lib/throttle/limit';

/** The scopes that a route may declare (`config: { throttle: { scope } }`), counted by account or client. */
export const THROTTLE_SCOPES = ['auth', 'write', 'export', 'upload', 'tracking'] as const;
export type ThrottleScope = (typeof THROTTLE_SCOPES)[number];

/**
 * Limits of single calls, by what their key is made of:
 * - `-client`: `clientKey(address)`
 * - `-email`, `-identifier`: keyed hash of the normalised address or name, known or not
 * - `-account`: id of the user
 */
export const CALL_LIMIT_NAMES = [
  'magic-link-client',
  'magic-link-email',
  'register-client',
  'register-email',
  'verify-resend-client',
  'verify-resend-email',
  'password-reset-client',
  'password-reset-email',
  'email-change-account',
  'login-failed-client',
  'login-failed-identifier',
  'refresh-client',
  'panel-login',
] as const;

export type CallLimitName = (typeof CALL_LIMIT_NAMES)[number];

export type LimitName = CallLimitName | ThrottleScope;

/**
 * Service `throttle` of the accounts plugin: counts that all instances share. Keys are made by the
 * server (`clientKey(address)`, a keyed hash, an id), never by a client.
 *
 * Call it outside of transactions: a count must stand when the transaction falls, and on a pool of
 * one connection it would wait for the transaction that waits for it.
 */
export interface Throttle {
  /** @throws Problem `rate-limited` with the true time left, when this is one too many. */
  consume(limit: LimitName, key: string): Promise<LimitState | undefined>;
  /** Counts as `consume` does, but says it instead of throwing: for limits nobody is told about. */
  allows(limit: LimitName, key: string): Promise<boolean>;
  /** Takes one count back: for what is counted beforehand and then turned out to be harmless. */
  giveBack(limit: LimitName, key: string): Promise<void>;
  /** Forgets what was counted, delays included. */
  reset(limit: LimitName, key: string): Promise<void>;
  /** @throws Problem `rate-limited` while `penalise` has put a delay on the key. Counts nothing. */
  assertNotDelayed(limit: LimitName, key: string): Promise<void>;
  /**
   * Counts a failure; from the last free one on each brings a delay of 1, 2, 4 ... 60 seconds.
   * Call it after `assertNotDelayed` and BEFORE comparing a secret, and `reset` when the secret was
   * right: of many guesses at once only as many get through as would one by one.
   * @throws Problem `rate-limited` when another request took this turn.
   */
  penalise(limit: LimitName, key: string): Promise<void>;
  /** What a client is counted by: its IPv4 address or its IPv6 network (/64). */
  clientKey(address: string): string;
}
