import type { Context } from 'koa';
import { parseInput } from '../../../../lib/parse-input';
import { originOf } from '../../../accounts/contract/acting-person';
import type { ExchangeKind } from '../../contract/kind';
import { importChoices, importQueryOf } from '../../contract/queries';
import type { OfferedExchange } from '../../contract/report';
import { noFile, notAllowed, unknownKind } from '../errors';
import type { Caller, Use } from '../services/caller';
import type { ImportsService } from '../services/imports';
import type { KindsService } from '../services/kinds';
import type { PanelAbility, PanelCallers } from '../services/panel-callers';
import type { RunExport } from './run-export';

interface Dependencies {
  kinds: Pick<KindsService, 'find' | 'all'>;
  callers: PanelCallers;
  runExport: RunExport;
  imports: ImportsService;
}

/** What the panel's own authentication leaves on the context. */
interface PanelState {
  auth?: { strategy?: { name?: string } };
  user?: { id: number };
  userAbility?: PanelAbility;
  session?: { id?: string };
}

/** The body parser has written files to the disk and removes them after the answer. */
interface WithFiles {
  files?: { file?: { filepath?: string } | unknown[] };
}

type PanelContext = Context & { params: Record<string, string> };

/** The panel's calls: the same, for accounts of the panel and by what they may do there. */
export function createPanelExchangeController({
  kinds,
  callers,
  runExport,
  imports,
}: Dependencies) {
  /** @throws Problem `forbidden` for who is signed in by other means than a session of the panel. */
  function signedIn(ctx: Context) {
    const { auth, user, userAbility, session } = ctx.state as PanelState;
    const isPanel = auth?.strategy?.name === 'admin';
    if (!isPanel || !user || !userAbility || !session?.id) throw notAllowed();
    return { accountId: user.id, ability: userAbility, sessionId: session.id };
  }

  function kindOf(ctx: PanelContext): ExchangeKind {
    const kind = kinds.find(ctx.params['kind'] ?? '');
    if (!kind) throw unknownKind();
    return kind;
  }

  const callerOf = (ctx: Context, kind: ExchangeKind, use: Use): Caller =>
    callers.of({ ...signedIn(ctx), origin: originOf(ctx) }, kind, use);

  return {
    /** What the buttons of the lists need to know. */
    kinds(ctx: Context): void {
      const { ability } = signedIn(ctx);
      const offered = kinds.all().map((kind): OfferedExchange => {
        const held = callers.rights(ability, kind, 'export');
        return {
          kind: kind.name,
          contentType: kind.contentType,
          columns: (held?.columns ?? [])
            .filter(({ only }) => only !== 'import')
            .map(({ name }) => name),
          mayExport: held !== null,
          mayImport: callers.rights(ability, kind, 'import') !== null,
          invites: kind.import.invites,
        };
      });
      ctx.set('Cache-Control', 'no-store');
      ctx.body = { data: offered };
    },

    async export(ctx: PanelContext): Promise<void> {
      const kind = kindOf(ctx);
      await runExport(ctx, kind, callerOf(ctx, kind, 'export'));
    },

    async import(ctx: PanelContext): Promise<void> {
      const kind = kindOf(ctx);
      const caller = callerOf(ctx, kind, 'import');
      const choices = importChoices(parseInput(importQueryOf(kind.import), ctx.query));
      const sent = (ctx.request as WithFiles).files?.file;
      const file = sent && 'filepath' in sent ? sent.filepath : undefined;
      if (file === undefined) throw noFile();
      ctx.set('Cache-Control', 'no-store');
      const isLeft = () => ctx.res.destroyed;
      const report = await imports.run({ kind, file, caller, ...choices, isLeft });
      ctx.body = { data: report };
    },
  };
}
