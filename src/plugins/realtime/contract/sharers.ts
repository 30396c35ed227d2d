import type { Knex } from 'knex';

/** Somebody who may be seen by others, as far as this depends on who they are. */
export interface Sharer {
  userId: number;
  documentId: string;
  role: string;
  /** By the date of birth that they told; false when they told none. */
  isMinor: boolean;
}

/** How the app knows people whose accounts are active; in one statement, by their numeric ids. */
export type DescribeSharers = (db: Knex, userIds: readonly number[]) => Promise<Sharer[]>;

/** Service `sharers` of the realtime plugin, as the app uses it in `register`. */
export interface SharerRegistry {
  register(describe: DescribeSharers): void;
}
