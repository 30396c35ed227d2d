import type { Knex } from 'knex';
import type { z } from 'zod';
import type { RowRule } from '../../../lib/row-rule';
import type { Principal } from '../../accounts/contract/principal';
import type { Cells, CellValue, Column } from './cell';
import type { RowFault } from './report';

type Fault = Omit<RowFault, 'row'>;

/** A column of what is kept as documents of Strapi. */
export interface DocumentColumn extends Column {
  /** What a value has to be beyond its kind; asked of what an import changes. */
  schema?: z.ZodType;
  /** What an empty cell stands for. */
  default?: CellValue;
}

/** A row of a file on its way to a document; `documentId` is null for one that is yet to be made. */
export interface LinkedRow {
  row: number;
  documentId: string | null;
  cells: Cells;
}

/** Columns that are no attributes: counts, and what hangs on other tables. */
export interface LinkedColumns {
  columns: readonly DocumentColumn[];
  read(
    db: Knex,
    documentIds: readonly string[],
    names: readonly string[],
  ): Promise<Map<string, Cells>>;
  /** What is wrong with those that an import may write, by row. */
  check?(db: Knex, rows: readonly LinkedRow[]): Promise<Map<number, Fault[]>>;
  write?(trx: Knex, rows: readonly (LinkedRow & { documentId: string })[]): Promise<void>;
}

/** A content type whose documents leave and come in as CSV; handed over with `documentKinds.register`. */
export interface DocumentKind {
  name: string;
  contentType: string;
  /** Attributes. `id`, and `state` where there are drafts, come with it. */
  columns: readonly DocumentColumn[];
  linked?: LinkedColumns;
  /** An attribute that names a document as well as its id does, in capitals. */
  naturalKey?: string;
  /** Documents of one transaction of an import. */
  batchSize: number;
  rowsFor: (principal: Principal) => RowRule;
  /** What is wrong with the cells of a document together. */
  checkCells?(cells: Cells, document: { isNew: boolean; isPublished: boolean }): Fault[];
}

/** Service `documentKinds` of the plugin. */
export interface DocumentKinds {
  /** Call it from the app's `register`. */
  register(kind: DocumentKind): void;
}
