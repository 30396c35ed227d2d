import type { Context } from 'koa';
import { parseInput } from '../../../../lib/parse-input';
import {
  loginBody,
  passwordChangeBody,
  passwordResetBody,
  passwordResetConfirmBody,
} from '../../contract/passwords';
import type { LoginService } from '../services/login';
import type { PasswordChangeService } from '../services/password-change';
import type { PasswordResetService } from '../services/password-reset';
import {
  answerWithSession,
  requestOriginOf,
  requireRecentSignIn,
  requireUser,
} from './present-session';

interface Dependencies {
  login: LoginService;
  passwordReset: PasswordResetService;
  passwordChange: PasswordChangeService;
}

type BodyContext = Context & { request: { body?: unknown } };

/** `/api/auth/login`, `/password-reset` and `/password-change`. */
export const createPasswordsController = ({
  login,
  passwordReset,
  passwordChange,
}: Dependencies) => ({
  async login(ctx: BodyContext): Promise<void> {
    const credentials = parseInput(loginBody, ctx.request.body, 'body');
    const started = await login.signIn({ ...credentials, origin: requestOriginOf(ctx) });
    answerWithSession(ctx, started);
  },

  async requestReset(ctx: BodyContext): Promise<void> {
    const { email } = parseInput(passwordResetBody, ctx.request.body, 'body');
    ctx.body = { data: await passwordReset.request({ email, origin: requestOriginOf(ctx) }) };
    ctx.status = 202;
  },

  async confirmReset(ctx: BodyContext): Promise<void> {
    const proof = parseInput(passwordResetConfirmBody, ctx.request.body, 'body');
    await passwordReset.confirm({ ...proof, origin: requestOriginOf(ctx) });
    ctx.body = { data: { signedOut: true } };
  },

  async change(ctx: BodyContext): Promise<void> {
    const principal = requireUser(ctx);
    const wish = parseInput(passwordChangeBody, ctx.request.body, 'body');
    requireRecentSignIn(principal);
    const origin = requestOriginOf(ctx);
    answerWithSession(ctx, await passwordChange.change({ ...wish, principal, origin }));
  },
});
