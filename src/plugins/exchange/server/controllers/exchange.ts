import type { Context } from 'koa';
import { parseInput } from '../../../../lib/parse-input';
import { originOf } from '../../../accounts/contract/acting-person';
import { principalOf } from '../../../accounts/contract/principal';
import type { ExchangeKind } from '../../contract/kind';
import { importChoices, importQueryOf } from '../../contract/queries';
import { notAllowed, notCsv, unknownKind } from '../errors';
import type { Caller, Use } from '../services/caller';
import type { ImportsService } from '../services/imports';
import type { KindsService } from '../services/kinds';
import type { PersonCallers } from '../services/person-callers';
import { withReceivedFile } from './receive-file';
import type { RunExport } from './run-export';

interface Dependencies {
  kinds: Pick<KindsService, 'find'>;
  callers: PersonCallers;
  runExport: RunExport;
  imports: ImportsService;
  maxBytes: number;
}

/** What `exchangeRoutes` has written on a route. */
interface RouteState {
  route?: { config?: { exchange?: string } };
}

const isCsv = (ctx: Context) =>
  ctx.request.type === 'text/csv' && ['', 'identity'].includes(ctx.get('Content-Encoding'));

/** `/api/admin/{kind}/export.csv` and `/api/admin/{kind}/import`. */
export function createExchangeController({
  kinds,
  callers,
  runExport,
  imports,
  maxBytes,
}: Dependencies) {
  function kindOf(ctx: Context): ExchangeKind {
    const name = (ctx.state as RouteState).route?.config?.exchange ?? '';
    const kind = kinds.find(name);
    if (!kind) throw unknownKind();
    return kind;
  }

  function callerOf(ctx: Context, kind: ExchangeKind, use: Use): Caller {
    const principal = principalOf(ctx);
    if (principal.kind !== 'user') throw notAllowed();
    return callers.of(principal, originOf(ctx), { kind, use });
  }

  return {
    async export(ctx: Context): Promise<void> {
      const kind = kindOf(ctx);
      await runExport(ctx, kind, callerOf(ctx, kind, 'export'));
    },

    async import(ctx: Context): Promise<void> {
      const kind = kindOf(ctx);
      const caller = callerOf(ctx, kind, 'import');
      const choices = importChoices(parseInput(importQueryOf(kind.import), ctx.query));
      if (!isCsv(ctx)) throw notCsv();
      ctx.set('Cache-Control', 'no-store');
      const report = await withReceivedFile(ctx.req, { maxBytes }, (file) =>
        imports.run({ kind, file, caller, ...choices, isLeft: () => ctx.res.destroyed }),
      );
      ctx.body = { data: report };
    },
  };
}
