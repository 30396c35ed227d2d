import type { Context } from 'koa';
import { isNoneMatchOf } from '../../../../lib/http/entity-tag';
import { ownAccountPatch } from '../../contract/own-account';
import type { OwnAccountAnswer, OwnAccountService } from '../services/own-account';
import type { PeopleService } from '../services/people';
import { bodyOf, refuseQuery, type BodyContext } from './body-of';
import { requireUser } from './present-session';

interface Dependencies {
  ownAccount: OwnAccountService;
  people: PeopleService;
}

function answer(ctx: Context, { text, etag }: OwnAccountAnswer): void {
  ctx.set('ETag', etag);
  ctx.set('Cache-Control', 'private, no-cache');
  ctx.vary('Authorization');
  ctx.vary('Cookie');
  ctx.type = 'application/json';
  ctx.body = text;
}

/** `/api/users/me`. */
export const createMeController = ({ ownAccount, people }: Dependencies) => ({
  async find(ctx: Context): Promise<void> {
    const { userId } = requireUser(ctx);
    refuseQuery(ctx);
    const read = await ownAccount.read(userId);
    answer(ctx, read);
    const isKnown = isNoneMatchOf(ctx.get('If-None-Match'), read.etag);
    if (isKnown && read.mayBeKept) ctx.status = 304;
  },

  async update(ctx: BodyContext): Promise<void> {
    const { userId } = requireUser(ctx);
    const patch = bodyOf(ctx, ownAccountPatch(people.keeper()));
    const ifMatch = ctx.get('If-Match') || undefined;
    answer(ctx, await ownAccount.update(userId, { patch, ifMatch }));
  },
});
