import type { Writable } from 'node:stream';
import { sendPieces } from '../../../../lib/send-pieces';
import type { Column } from '../../contract/cell';
import type { ExchangeKind, Page, PageRequest } from '../../contract/kind';
import { notAllowed, tooManyExports } from '../errors';
import type { Slots } from '../../../../lib/slots';
import type { Caller } from './caller';
import { createCsvWriter } from './csv-writer';

const ROWS_PER_PAGE = 1000;

export interface ExportRequest {
  kind: ExchangeKind;
  columns: readonly Column[];
  filters: Record<string, unknown>;
  hasMark: boolean;
  caller: Caller;
}

export interface ExportOutcome {
  rows: number;
  /** Null when all rows were sent. */
  failure: unknown;
}

interface Dependencies {
  slots: Slots;
  /** Writes the security event. */
  record: (request: ExportRequest, outcome: ExportOutcome) => Promise<void>;
}

/**
 * Streams rows as CSV, a page at a time and as fast as they are taken, so that memory stays what a few
 * pages need. No statement is held open: on the embedded database it would stop everybody else.
 */
export function createExportsService({ slots, record }: Dependencies) {
  async function* textOf(
    { kind, columns, hasMark, caller }: ExportRequest,
    { first, page, sent }: { first: Page; page: PageRequest; sent: (rows: number) => void },
  ): AsyncGenerator<string> {
    const writer = createCsvWriter(columns);
    yield writer.header({ hasMark });
    let current = first;
    for (;;) {
      if (current.rows.length > 0) {
        sent(current.rows.length);
        yield writer.rows(current.rows);
      }
      if (current.next === null) return;
      // Thrown here it cuts the answer off, and half a file does not look whole.
      if (!(await caller.mayStill())) throw notAllowed();
      current = await kind.readPage({ ...page, after: current.next });
    }
  }

  return {
    /**
     * Resolves when the file is sent or its sending has failed, which ends `output` abruptly.
     * @param begin gives where to write, once it is certain that there is something to be written.
     * @throws Problem `rate-limited` when no place is free, and whatever the first page fails with.
     */
    async run(request: ExportRequest, begin: () => Writable): Promise<ExportOutcome> {
      const free = slots.take();
      if (!free) throw tooManyExports();
      const outcome: ExportOutcome = { rows: 0, failure: null };
      try {
        const { kind, columns, filters, caller } = request;
        const names = columns.map(({ name }) => name);
        const asked = { columns: names, filters, scope: caller.scope, limit: ROWS_PER_PAGE };
        const page: PageRequest = { ...asked, after: null };
        const first = await kind.readPage(page);
        const sent = (rows: number) => (outcome.rows += rows);
        await sendPieces(begin(), textOf(request, { first, page, sent })).catch(
          (error: unknown) => {
            outcome.failure = error;
          },
        );
      } finally {
        free();
      }
      await record(request, outcome);
      return outcome;
    },
  };
}

export type ExportsService = ReturnType<typeof createExportsService>;
