import type { Context } from 'koa';
import { parseInput } from '../../../../lib/parse-input';
import { emailChangeBody, emailChangeProofBody } from '../../contract/passwords';
import type { EmailChangeService } from '../services/email-change';
import { requestOriginOf, requireRecentSignIn, requireUser } from './present-session';

type BodyContext = Context & { request: { body?: unknown } };

/** `/api/auth/email-change`. The links prove themselves: who opens one may be signed in nowhere. */
export const createEmailChangeController = ({
  emailChange,
}: {
  emailChange: EmailChangeService;
}) => ({
  async request(ctx: BodyContext): Promise<void> {
    const principal = requireUser(ctx);
    const { email } = parseInput(emailChangeBody, ctx.request.body, 'body');
    requireRecentSignIn(principal);
    const origin = requestOriginOf(ctx);
    ctx.body = { data: await emailChange.request({ principal, email, origin }) };
    ctx.status = 202;
  },

  async confirm(ctx: BodyContext): Promise<void> {
    const { token } = parseInput(emailChangeProofBody, ctx.request.body, 'body');
    await emailChange.confirm({ token, origin: requestOriginOf(ctx) });
    ctx.body = { data: { signedOut: true } };
  },

  async undo(ctx: BodyContext): Promise<void> {
    const { token } = parseInput(emailChangeProofBody, ctx.request.body, 'body');
    await emailChange.undo({ token, origin: requestOriginOf(ctx) });
    ctx.body = { data: { signedOut: true } };
  },
});
