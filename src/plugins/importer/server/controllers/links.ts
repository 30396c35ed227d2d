import type { Context } from 'koa';
import { z } from 'zod';
import { parseInput } from '../../../../lib/parse-input';
import { principalOf } from '../../../accounts/contract/principal';
import { confirmBody, linksQuery } from '../../contract/links-http';
import { noSuchLink } from '../errors';
import type { LinkDecisions } from '../services/link-decisions';

type PathContext = Context & { params: Record<string, string>; request: { body?: unknown } };

const nothing = z.strictObject({});
const LINK_ID = /^[1-9]\d{0,14}$/;

function idOf({ params }: PathContext): number {
  const id = params['id'] ?? '';
  if (!LINK_ID.test(id)) throw noSuchLink();
  return Number(id);
}

/** What the panel's own authentication leaves on the context. */
interface PanelState {
  auth?: { strategy?: { name?: string } };
  user?: { id: number };
}

/** Who decided, for whoever asks later: `user:<documentId>` or `panel:<id>`. */
function deciderOf(ctx: PathContext): string {
  const { auth, user } = ctx.state as PanelState;
  if (auth?.strategy?.name === 'admin' && user) return `panel:${user.id}`;
  const principal = principalOf(ctx);
  if (principal.kind === 'user') return `user:${principal.documentId}`;
  return principal.kind === 'panel' ? `panel:${principal.accountId}` : 'unknown';
}

/** `/api/importer/links`, and the same for the panel; who may is for permissions to say. */
export function createLinksController(decisions: LinkDecisions) {
  return {
    async find(ctx: PathContext): Promise<void> {
      const query = parseInput(linksQuery, ctx.query);
      const { links, nextCursor } = await decisions.list(query);
      ctx.set('Cache-Control', 'no-store');
      ctx.body = { data: links, meta: { limit: query.limit, nextCursor } };
    },

    async findOne(ctx: PathContext): Promise<void> {
      parseInput(nothing, ctx.query);
      ctx.set('Cache-Control', 'no-store');
      ctx.body = { data: await decisions.find(idOf(ctx)) };
    },

    async confirm(ctx: PathContext): Promise<void> {
      parseInput(nothing, ctx.query);
      const { canonical } = parseInput(confirmBody, ctx.request.body ?? {}, 'body');
      const given = { decidedBy: deciderOf(ctx), ...(canonical !== undefined && { canonical }) };
      ctx.body = { data: await decisions.confirm(idOf(ctx), given) };
    },

    async reject(ctx: PathContext): Promise<void> {
      parseInput(nothing, ctx.query);
      ctx.body = { data: await decisions.reject(idOf(ctx), deciderOf(ctx)) };
    },

    async unlink(ctx: PathContext): Promise<void> {
      parseInput(nothing, ctx.query);
      ctx.body = { data: await decisions.unlink(idOf(ctx), deciderOf(ctx)) };
    },
  };
}
