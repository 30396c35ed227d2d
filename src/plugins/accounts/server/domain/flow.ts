/** What a mail was asked for. */
export const FLOW_PURPOSES = [
  'sign-in',
  'verify-email',
  'password-reset',
  'email-change',
  'email-change-undo',
] as const;
export type FlowPurpose = (typeof FLOW_PURPOSES)[number];

/** A mail that was asked for, and what its link and code prove. */
export interface Flow {
  id: string;
  purpose: FlowPurpose;
  /** In its one spelling. */
  email: string;
  /** The account at the time of asking; null when the address had none. */
  userId: number | null;
  /** What the proof is to bring about; each purpose knows its own. */
  details: Record<string, unknown>;
  redirectTo: string | null;
  /** Keyed hash of the secret in the cookie of the browser that asked. */
  browserHash: Buffer | null;
  /** Browser and system that asked, such as "Firefox on Windows". */
  device: string;
  createdAt: Date;
  expiresAt: Date;
}
