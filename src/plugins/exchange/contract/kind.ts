import type { Knex } from 'knex';
import type { z } from 'zod';
import type { RequestOrigin } from '../../accounts/contract/request-origin';
import type { Principal } from '../../accounts/contract/principal';
import type { SecurityActor } from '../../accounts/contract/security-event';
import type { RowRule } from '../../../lib/row-rule';
import type { Cells, Column } from './cell';
import type { RowFault } from './report';

/** Which rows are asked for, and where the last page ended. */
export interface PageRequest {
  /** Names of columns, none that is import-only. */
  columns: readonly string[];
  /** What the kind's own `filters` made of the query. */
  filters: Record<string, unknown>;
  /** What rows the caller may see, as filters of Strapi's query engine. */
  scope: readonly Record<string, unknown>[];
  /** The `next` of the page before. */
  after: string | null;
  limit: number;
}

export interface Page {
  rows: Cells[];
  /** Where to go on; null at the end. */
  next: string | null;
}

/** A row of a file; `cells` has the columns of the file only. */
export interface ImportRow {
  row: number;
  cells: Cells;
}

export type RowOutcome = 'created' | 'updated' | 'unchanged';
/** What a row will do or did; `faults` when it cannot. */
export type RowVerdict = { row: number } & (
  | { outcome: RowOutcome; faults?: undefined }
  | { outcome: 'failed'; faults: Omit<RowFault, 'row'>[] }
);

/** Who imports. */
export interface ImportedBy {
  actor: SecurityActor;
  origin: RequestOrigin | null;
  /** Whether people who are new are sent an invitation. */
  invite: boolean;
}

/** What users of the panel need to hold. */
export interface PanelRights {
  export: readonly string[];
  import: readonly string[];
  /** The content type that these actions are about; null when they are about none. */
  subject: string | null;
}

/** Something that leaves and comes in as CSV; handed over with `kinds.register`. */
export interface ExchangeKind {
  /** In the address and in the name of the file. */
  name: string;
  /** Strapi uid of the content type whose list in the panel has the buttons. */
  contentType: string;
  columns: readonly Column[];
  /** What narrows an export, by query parameters. */
  filters?: z.ZodObject;
  panel: PanelRights;
  /** Rows that a caller of the API may see; absent: whoever may export, all of them. */
  rowsFor?: (principal: Principal) => RowRule;
  /** One page, in an order that nothing changes while an export runs. Short statements only. */
  readPage(request: PageRequest): Promise<Page>;
  import: {
    /** Whether people can be invited. */
    invites: boolean;
    /** Rows of one transaction. */
    batchSize: number;
    /** Columns whose value a file may have once. */
    uniqueColumns: readonly string[];
    /** One verdict for each row, in their order. Writes nothing. */
    check(rows: readonly ImportRow[], by: ImportedBy): Promise<RowVerdict[]>;
    /**
     * Writes rows that were checked, within the transaction. What it throws concerns the batch, which
     * is then tried again row by row.
     */
    write(trx: Knex.Transaction, rows: readonly ImportRow[], by: ImportedBy): Promise<RowVerdict[]>;
  };
}

/** Service `kinds` of the plugin. */
export interface ExchangeKinds {
  /** Call it from the app's `register`. @throws Error for a name that is taken. */
  register(kind: ExchangeKind): void;
}
