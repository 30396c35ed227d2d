/** What is wrong with a row of a file. Rows count as a spreadsheet shows them: 1 is the header. */
export interface RowFault {
  row: number;
  /** Null when no single column is at fault. */
  column: string | null;
  code: string;
  message: string;
}

/** What an import would do or did. */
export interface ImportReport {
  isDryRun: boolean;
  rows: number;
  created: number;
  updated: number;
  unchanged: number;
  failed: number;
  /** The first 1,000; `failed` counts all rows. */
  errors: RowFault[];
}

export const MOST_LISTED_FAULTS = 1000;

/** What the panel offers for a content type. */
export interface OfferedExchange {
  kind: string;
  contentType: string;
  /** Columns that may be exported. */
  columns: string[];
  mayExport: boolean;
  mayImport: boolean;
  /** Whether an import may send invitations. */
  invites: boolean;
}
