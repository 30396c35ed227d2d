import type { Context } from 'koa';
import { beginDownload } from '../../../../lib/http/begin-download';
import { parseInput } from '../../../../lib/parse-input';
import type { ExchangeKind } from '../../contract/kind';
import { exportQueryOf, type ExportQuery } from '../../contract/queries';
import { chooseColumns } from '../domain/columns';
import type { Caller } from '../services/caller';
import type { ExportsService } from '../services/exports';

export interface ExportLog {
  warn(message: string, fields: object): void;
}

interface Dependencies {
  exports: ExportsService;
  log: ExportLog;
}

/** The filters of a kind are known at run time alone, and make the type of all of it vague. */
const parseExportQuery = (kind: ExchangeKind, query: unknown) =>
  parseInput(exportQueryOf(kind), query) as ExportQuery & Record<string, unknown>;

const CSV = { ending: 'csv', type: 'text/csv; charset=utf-8; header=present' };
const beginCsv = (ctx: Context, name: string) => beginDownload(ctx, { ...CSV, name });

/** Answers with a file of what the query asks for. */
export const createRunExport =
  ({ exports, log }: Dependencies) =>
  async (ctx: Context, kind: ExchangeKind, caller: Caller): Promise<void> => {
    const { columns: asked, bom, ...filters } = parseExportQuery(kind, ctx.query);
    const columns = chooseColumns(caller.columns, asked);
    if (ctx.method === 'HEAD') {
      beginCsv(ctx, kind.name).end();
      return;
    }
    const request = { kind, columns, filters, hasMark: bom === 'true', caller };
    const { rows, failure } = await exports.run(request, () => beginCsv(ctx, kind.name));
    if (failure === null) return;
    // Too late for a status; the connection was cut, so that half a file does not look whole.
    ctx.res.destroy();
    const reason = failure instanceof Error ? failure.message : 'unknown';
    log.warn('An export was cut off', { kind: kind.name, rows, reason });
  };

export type RunExport = ReturnType<typeof createRunExport>;
