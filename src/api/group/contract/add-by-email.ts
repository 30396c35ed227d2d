/** What became of one address. `skipped`: it could have been added, and another was refused. */
export type AddOutcome = 'added' | 'already-member' | 'unknown-person' | 'skipped';

export interface AddReport {
  /** The code of the group. */
  group: string;
  isDryRun: boolean;
  /** Whether any address was refused, so that nobody was added. */
  isRefused: boolean;
  people: { email: string; outcome: AddOutcome }[];
}

/** Service `api::group.add-by-email`. */
export interface AddByEmail {
  /**
   * Makes people members of a group by their addresses: all of them or nobody.
   * @returns undefined when there is no such group.
   */
  run(request: {
    group: string;
    emails: readonly string[];
    isDryRun: boolean;
  }): Promise<AddReport | undefined>;
}
