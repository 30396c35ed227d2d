/** Which accounts to mark, and whether to do it at all. */
export interface MarkVerifiedRequest {
  /** Only accounts made before this moment. */
  createdBefore: Date;
  /** Says which accounts would be marked, and marks none. */
  isDryRun: boolean;
}

export interface MarkedAccount {
  id: string;
  username: string;
  email: string;
}

/** Service `markVerified` of the accounts plugin. */
export interface MarkVerified {
  /**
   * Takes the addresses of existing people for proven, as when they come from a system that had
   * checked them. Suspended accounts are left alone. Safe to repeat; gives each account once its
   * change stands.
   */
  run(request: MarkVerifiedRequest): AsyncIterable<MarkedAccount>;
}
