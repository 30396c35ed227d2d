import type { UserPrincipal } from './principal';

/** Service `principals`, for work that goes on for longer than a request may rely on its caller. */
export interface LivePrincipals {
  /**
   * The person of a session as they are now, at most three seconds old; null when it has ended or they
   * may not sign in any more.
   */
  ofSession(sessionId: string): Promise<UserPrincipal | null>;
  /** The people of those sessions that are alive at this very moment, by session; in one statement. */
  ofSessions(sessionIds: readonly string[]): Promise<Map<string, UserPrincipal>>;
}

/** Service `abilities`. */
export interface RoleAbilities {
  /** What a role may do, as it was at most a second ago. Null when it has no grants. */
  of(roleType: string): Promise<{ can(action: string): boolean } | null>;
}
