import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify/sync';
import type { Context } from 'koa';
import { z } from 'zod';
import { parseInput } from '../../../../lib/parse-input';
import { listQuery, startBody } from '../../contract/runs-http';
import { presentRun } from '../domain/run-view';
import { noSuchRun, questionMissing } from '../errors';
import type { RunControl } from '../services/run-control';

type PathContext = Context & { params: Record<string, string> };

const nothing = z.strictObject({});
const COLUMNS = ['ordinal', 'providerRecordId', 'reasons', 'source'];
const RUN_ID = /^[1-9]\d{0,14}$/;

/** What is no number is no run either, and not known to be anything else. */
function idOf({ params }: PathContext): number {
  const id = params['id'] ?? '';
  if (!RUN_ID.test(id)) throw noSuchRun();
  return Number(id);
}

/** `/api/importer/runs`; who may is for the matrix of permissions to say. */
export function createRunsController(control: RunControl) {
  async function* csvOf(id: number): AsyncGenerator<string, void, void> {
    yield stringify([COLUMNS]);
    for await (const page of control.rejected(id)) {
      const rows = page.map(({ ordinal, providerRecordId, reasons, source }) => [
        ordinal,
        providerRecordId,
        reasons.join(' '),
        source,
      ]);
      yield stringify(rows, { escape_formulas: true });
    }
  }

  const isOpen = (parameters: Record<string, unknown>) => Object.keys(parameters).length === 0;

  return {
    async start(ctx: PathContext): Promise<void> {
      parseInput(nothing, ctx.query);
      const { all, ...request } = parseInput(startBody, ctx.request.body, 'body');
      if (request.source !== 'worms' && !all && isOpen(request.parameters)) throw questionMissing();
      const run = await control.start(request);
      ctx.status = 202;
      ctx.set('Location', `${ctx.path}/${run.id}`);
      ctx.body = { data: presentRun(run) };
    },

    async find(ctx: PathContext): Promise<void> {
      const query = parseInput(listQuery, ctx.query);
      const { runs, nextCursor } = await control.list(query);
      ctx.set('Cache-Control', 'no-store');
      ctx.body = { data: runs.map(presentRun), meta: { limit: query.limit, nextCursor } };
    },

    async findOne(ctx: PathContext): Promise<void> {
      parseInput(nothing, ctx.query);
      ctx.set('Cache-Control', 'no-store');
      ctx.body = { data: presentRun(await control.find(idOf(ctx))) };
    },

    async cancel(ctx: PathContext): Promise<void> {
      parseInput(nothing, ctx.query);
      const run = await control.cancel(idOf(ctx));
      ctx.status = 202;
      ctx.body = { data: presentRun(run) };
    },

    async resume(ctx: PathContext): Promise<void> {
      parseInput(nothing, ctx.query);
      const run = await control.resume(idOf(ctx));
      ctx.status = 202;
      ctx.body = { data: presentRun(run) };
    },

    async rejected(ctx: PathContext): Promise<void> {
      parseInput(nothing, ctx.query);
      const { id } = await control.find(idOf(ctx));
      ctx.set({
        'Content-Type': 'text/csv; charset=utf-8; header=present',
        'Content-Disposition': `attachment; filename="import-${id}-rejected.csv"`,
        'Cache-Control': 'no-store',
        'X-Content-Type-Options': 'nosniff',
      });
      ctx.body = Readable.from(csvOf(id));
    },
  };
}
