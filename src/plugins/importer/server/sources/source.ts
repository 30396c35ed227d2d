import type { ProviderDataset, ProviderOccurrence } from '../domain/occurrence';
import type { RunWarning } from '../../contract/run';
import type { DatasetState, WithdrawalScope } from '../domain/withdrawals';

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
  /** The dataset whose last record came with this page, where datasets are read one by one. */
  ended?: ListedDataset;
}

/** A dataset as its provider's registry lists it. */
export interface ListedDataset extends DatasetState {
  /** How many records of it answer the question, if the provider says so. */
  records: number | null;
  /** What is known of it for a citation; `null` when it is gone. */
  description: ProviderDataset | null;
}

/** A provider that tells when it last changed a dataset. */
export interface DatasetRegistry {
  /**
   * The datasets that answer the question, in the order of their keys. Those of `known` that are not
   * among them are asked for one by one, since a list may lack some: gone is only what is not known.
   */
  list(known: string[]): Promise<ListedDataset[]>;
  /** These datasets as they are now. */
  read(datasetKeys: string[]): Promise<ListedDataset[]>;
  /** These datasets one after another from behind `cursor`, each with a page that says its end. */
  pages(datasets: ListedDataset[], cursor: string | null): AsyncGenerator<SourcePage, void, void>;
}

/** A record read into our words, with what was odd about it. */
export interface MappedRecord {
  record: ProviderOccurrence;
  drift: string[];
  /** Why it cannot be taken, where only the source can see that: `COLUMNS_MISPLACED`. */
  rejections?: string[];
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
  /** Whether describing costs no question: then known datasets are described again as well. */
  describesFreely?: boolean;
  /**
   * Which stored records the question can meet; `null` when that cannot be told. It may be known only
   * when the last page has come.
   */
  withdrawalScope?(): Promise<WithdrawalScope | null>;
  /** Whether a run that goes on meets just what it would have met without a break. */
  resumesExactly?: boolean;
  registry?: DatasetRegistry;
}

/** One provider. A new one is one folder that exports this. */
export interface Source {
  name: string;
  /** What may be asked, parsed. @throws when it cannot be understood. */
  parseParameters(input: unknown): Record<string, unknown>;
  /** The same question for what may have changed since an instant, where the provider can tell. */
  changedSince?(parameters: Record<string, unknown>, since: Date): Record<string, unknown>;
  /** Whether a record may have another id whenever its dataset is published again. */
  givesNewIds?: boolean;
  /** Whether its sessions have a registry: then datasets that have not changed need no reading. */
  hasRegistry?: boolean;
  open(parameters: Record<string, unknown>, signal: AbortSignal): SourceSession;
  /** Reads one record, storable JSON already, into our words. */
  map(fields: Record<string, unknown>): MappedRecord;
  /** Whether a field of the record is the provider's own derivation, no content of the record. */
  isDerived(field: string): boolean;
  /** Whether a field moves though the record stays as it is: the content hash leaves it out. */
  isVolatile?(field: string): boolean;
}
