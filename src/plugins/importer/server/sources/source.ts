import type { ProviderDataset, ProviderOccurrence } from '../domain/occurrence';
import type { RunWarning } from '../../contract/run';

/** One record of a page, as the provider sent it. */
export interface SourceRecord {
  value: unknown;
  /** The cursor that continues right behind this record; `null` where only whole pages are safe. */
  resumeAt: string | null;
}

export interface SourcePage {
  records: SourceRecord[];
  /** The cursor that continues behind this page. */
  cursor: string;
  /** How many records the provider announces for the whole question, if it does. */
  expected: number | null;
  warnings: Omit<RunWarning, 'count'>[];
}

/** A record read into our words, with what was odd about it. */
export interface MappedRecord {
  record: ProviderOccurrence;
  drift: string[];
}

/** A run's way to its provider: pages from a cursor on, and the datasets they name. */
export interface SourceSession {
  /**
   * Pages in order, from behind `cursor`, until the provider says that there are no more.
   * A request that fails for good throws; it never ends the pages.
   */
  pages(cursor: string | null): AsyncGenerator<SourcePage, void, void>;
  /** What the provider says about these datasets; those it does not know are missing. */
  describeDatasets(keys: string[]): Promise<ProviderDataset[]>;
}

/** One provider. A new one is one folder that exports this. */
export interface Source {
  name: string;
  /** What may be asked, parsed. @throws when it cannot be understood. */
  parseParameters(input: unknown): Record<string, unknown>;
  /** The same question for what may have changed since an instant, where the provider can tell. */
  changedSince?(parameters: Record<string, unknown>, since: Date): Record<string, unknown>;
  open(parameters: Record<string, unknown>, signal: AbortSignal): SourceSession;
  /** Reads one record, storable JSON already, into our words. */
  map(fields: Record<string, unknown>): MappedRecord;
  /** Whether a field of the record is the provider's own derivation, no content of the record. */
  isDerived(field: string): boolean;
  /** Whether a field moves though the record stays as it is: the content hash leaves it out. */
  isVolatile?(field: string): boolean;
}
