import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify/sync';
import type { Context } from 'koa';
import { z } from 'zod';
import { parseInput } from '../../../../lib/parse-input';
import { listQuery, resumeBody, startBody } from '../../contract/runs-http';
import { presentRun } from '../domain/run-view';
import type { RunControl } from '../services/run-control';
import { runIdOf } from './run-id';

type PathContext = Context & { params: Record<string, string> };

const nothing = z.strictObject({});
const COLUMNS = ['ordinal', 'providerRecordId', 'reasons', 'source'];

/** `/api/importer/runs`, and the same for the panel; who may is for permissions to say. */
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

  return {
    async start(ctx: PathContext): Promise<void> {
      parseInput(nothing, ctx.query);
      const run = await control.ask(parseInput(startBody, ctx.request.body, 'body'));
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
      ctx.body = { data: presentRun(await control.find(runIdOf(ctx))) };
    },

    async cancel(ctx: PathContext): Promise<void> {
      parseInput(nothing, ctx.query);
      const run = await control.cancel(runIdOf(ctx));
      ctx.status = 202;
      ctx.body = { data: presentRun(run) };
    },

    async resume(ctx: PathContext): Promise<void> {
      parseInput(nothing, ctx.query);
      const body = parseInput(resumeBody, ctx.request.body ?? {}, 'body');
      const run = await control.resume(runIdOf(ctx), body);
      ctx.status = 202;
      ctx.body = { data: presentRun(run) };
    },

    async rejected(ctx: PathContext): Promise<void> {
      parseInput(nothing, ctx.query);
      const { id } = await control.find(runIdOf(ctx));
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
