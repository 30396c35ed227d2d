import type { AccountStatus } from '../../contract/principal';
import type { SessionTransport } from '../../contract/request-origin';

/** How the person of a session proved who they are. */
export type SessionMethod =
  | 'link'
  | 'code'
  | 'password'
  | 'verification'
  | 'password-change'
  | 'password-reset'
  | 'email-change';

/** What ends sessions beside time; the database's own trigger writes the `-changed` ones. */
export type SessionEndReason =
  | 'signed-out'
  | 'signed-out-everywhere'
  | 'revoked'
  | 'replaced'
  | 'too-many-sessions'
  | 'refresh-token-reused'
  | 'password-changed'
  | 'password-reset'
  | 'email-changed'
  | 'status-changed'
  | 'address-proven';

/** An account, as far as sessions and tokens speak of it. */
export interface SessionAccount {
  userId: number;
  documentId: string;
  email: string;
  username: string;
  role: string;
  track: string | null;
  status: AccountStatus;
}

/** An account, as its own person sees it. */
export interface PresentedUser {
  id: string;
  email: string;
  username: string;
  role: string;
  track: string | null;
  status: AccountStatus;
}

/** A session and what its client needs to use it. Tokens are in here and nowhere else. */
export interface StartedSession {
  sessionId: string;
  transport: SessionTransport;
  accessToken: string;
  refreshToken: string;
  /** Life of the access token. */
  expiresInSeconds: number;
  /** Life of the refresh token, when it is not used. */
  refreshExpiresInSeconds: number;
  csrfToken: string;
  user: PresentedUser;
}

export const presentUser = ({
  documentId,
  email,
  username,
  role,
  track,
  status,
}: SessionAccount): PresentedUser => ({ id: documentId, email, username, role, track, status });
