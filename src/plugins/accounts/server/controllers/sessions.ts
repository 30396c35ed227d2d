import type { Context } from 'koa';
import { sessionId } from '../../contract/sessions';
import { unknownSession } from '../errors/sessions';
import type { SessionsService } from '../services/sessions';
import { requestOriginOf, requireUser } from './present-session';
import { credentialsOf } from './request-credentials';

type ParamsContext = Context & { params: Record<string, string> };

/** A person's own sessions: `/api/auth/sessions`. */
export const createSessionsController = ({ sessions }: { sessions: SessionsService }) => ({
  async find(ctx: Context): Promise<void> {
    const principal = requireUser(ctx);
    const found = await sessions.list(principal);
    ctx.body = {
      data: found.map(({ id, device, address, createdAt, lastUsedAt }) => ({
        id,
        device,
        address,
        createdAt,
        lastUsedAt,
        current: id === principal.sessionId,
      })),
    };
  },

  async revoke(ctx: ParamsContext): Promise<void> {
    const principal = requireUser(ctx);
    const id = sessionId.safeParse(ctx.params['id']);
    if (!id.success) throw unknownSession();
    await sessions.revoke(principal, id.data, requestOriginOf(ctx));
    const { carried, cookies } = credentialsOf(ctx);
    if (id.data === principal.sessionId && carried.access !== undefined) cookies.clear(ctx);
    ctx.status = 204;
  },
});
