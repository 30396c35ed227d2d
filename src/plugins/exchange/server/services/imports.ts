import type { Knex } from 'knex';
import type { ExchangeKind, ImportedBy, ImportRow, RowVerdict } from '../../contract/kind';
import type { ImportReport } from '../../contract/report';
import { createImportTally, type ImportTally } from '../domain/import-tally';
import { createRepeatedRows } from '../domain/repeated-rows';
import type { Slots } from '../../../../lib/slots';
import { callerLeft, importRunning, notAllowed, rowsRefused } from '../errors';
import type { Caller } from './caller';
import { readRows } from './read-rows';
import { writeBatch } from './write-batch';

export interface ImportRequest {
  kind: ExchangeKind;
  /** Path of the file. */
  file: string;
  isDryRun: boolean;
  invite: boolean;
  caller: Caller;
  /** Whether nobody waits for the answer any more. */
  isLeft: () => boolean;
}

export interface ImportOutcome extends ImportReport {
  /** Names of the columns that were read. */
  columns: string[];
  /** Whether it came to its end. */
  isComplete: boolean;
}

interface Dependencies {
  slots: Slots;
  inTransaction: <Result>(work: (trx: Knex.Transaction) => Promise<Result>) => Promise<Result>;
  /** Writes the security event. */
  record: (request: ImportRequest, outcome: ImportOutcome) => Promise<void>;
}

/** What the first pass found out: what each row that can be read is going to do, in their order. */
interface Checked {
  verdicts: RowVerdict['outcome'][];
  tally: ImportTally;
  columns: string[];
}

/**
 * Brings files in, in two passes: the first looks at every row and writes nothing, the second writes
 * when the first found no fault. The file stays on the disk; a batch of it is in memory at a time.
 */
export function createImportsService({ slots, inTransaction, record }: Dependencies) {
  const byOf = ({ caller, invite }: ImportRequest): ImportedBy => ({
    actor: caller.actor,
    origin: caller.origin,
    invite,
  });
  const readOptions = ({ kind, caller }: ImportRequest) => ({
    columns: caller.columns,
    batchSize: kind.import.batchSize,
  });

  async function check(request: ImportRequest): Promise<Checked> {
    const { kind, caller, isLeft } = request;
    const checked: Checked = { verdicts: [], tally: createImportTally(), columns: [] };
    const repeated = createRepeatedRows(kind.import.uniqueColumns);
    const keepColumns = (names: string[]) => (checked.columns = names);
    for await (const batch of readRows(request.file, readOptions(request), keepColumns)) {
      if (isLeft()) throw callerLeft();
      if (!(await caller.mayStill())) throw notAllowed();
      const known = batch.map((row) =>
        'read' in row ? (repeated.check(row.read) ?? row.read) : row.refused,
      );
      const rows = known.filter((row): row is ImportRow => 'cells' in row);
      const verdicts = rows.length > 0 ? await kind.import.check(rows, byOf(request)) : [];
      const byRow = new Map(verdicts.map((verdict) => [verdict.row, verdict]));
      for (const row of known) {
        const verdict = 'cells' in row ? byRow.get(row.row) : row;
        if (!verdict) throw new Error(`Exchange "${kind.name}" has no verdict on a row`);
        checked.verdicts.push(verdict.outcome);
        checked.tally.add(verdict);
      }
    }
    return checked;
  }

  /** Only what the first pass saw a change in; what has changed since is found by the writing itself. */
  async function write(request: ImportRequest, { verdicts }: Checked, tally: ImportTally) {
    const { kind, caller } = request;
    const by = byOf(request);
    let place = 0;
    for await (const batch of readRows(request.file, readOptions(request))) {
      if (!(await caller.mayStill())) throw notAllowed();
      const changed: ImportRow[] = [];
      for (const row of batch) {
        const isUnchanged = verdicts[place] === 'unchanged';
        place += 1;
        if (!('read' in row)) continue; // there was none when the file was checked
        if (isUnchanged) tally.add({ row: row.read.row, outcome: 'unchanged' });
        else changed.push(row.read);
      }
      if (changed.length === 0) continue;
      const written = await writeBatch(changed, (rows) =>
        inTransaction((trx) => kind.import.write(trx, rows, by)),
      );
      written.forEach((verdict) => tally.add(verdict));
    }
  }

  async function run(request: ImportRequest): Promise<ImportReport> {
    const checked = await check(request);
    if (request.isDryRun) return checked.tally.report(true);
    if (checked.tally.failed > 0) {
      throw rowsRefused(checked.tally.report(false), { isWritten: false });
    }
    const tally = createImportTally();
    let isComplete = false;
    try {
      await write(request, checked, tally);
      isComplete = true;
    } finally {
      await record(request, { ...tally.report(false), columns: checked.columns, isComplete });
    }
    const report = tally.report(false);
    if (report.failed > 0) throw rowsRefused(report, { isWritten: true });
    return report;
  }

  return {
    /**
     * @throws Problem `rate-limited` while another import runs, `rows-refused` with what is wrong with
     * which row, and for files that cannot be read at all.
     */
    async run(request: ImportRequest): Promise<ImportReport> {
      const free = slots.take();
      if (!free) throw importRunning();
      try {
        return await run(request);
      } finally {
        free();
      }
    },
  };
}

export type ImportsService = ReturnType<typeof createImportsService>;
