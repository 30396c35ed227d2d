/**
 * What the cells of a column hold. Text and lists are written by people and guarded against being run
 * as formulas; the others are written by us, in forms that no spreadsheet evaluates to anything else.
 */
export const CELL_KINDS = ['text', 'number', 'boolean', 'day', 'moment', 'list'] as const;
export type CellKind = (typeof CELL_KINDS)[number];

/** A value of a cell; null for an empty one. Days are `YYYY-MM-DD`. */
export type CellValue = string | number | boolean | Date | string[] | null;

/** Cells by the name of their column. */
export type Cells = Record<string, CellValue>;

/** A column of a file. */
export interface Column {
  name: string;
  kind: CellKind;
  /**
   * `export`: written, and ignored where a file brings it back. `import`: read and never written.
   * Absent: both.
   */
  only?: 'export' | 'import';
  /** Has to be there for something to be made; a file of changes to what is there may leave it out. */
  isRequired?: boolean;
  /** Who lacks this action in the panel does not get the column there, and may not send it. */
  panelAction?: string;
  /** The attribute whose field permission in the panel counts; absent: nobody is kept from it. */
  attribute?: string;
}
