import {
  magicLinkBody,
  RESEND_AFTER_SECONDS,
  verifyBody,
  verifyOtpBody,
} from '../../contract/sign-in';
import type { SignedIn, SignInService } from '../services/sign-in';
import { bodyOf, type BodyContext } from './body-of';
import type { FlowCookie } from './flow-cookie';
import { answerWithSession, requestOriginOf } from './present-session';

interface Dependencies {
  signIn: SignInService;
  cookie: FlowCookie;
  isAllowedRedirect: (target: string) => boolean;
}

interface SessionBody {
  data: object;
}

function answer(ctx: BodyContext, { started, redirectTo }: SignedIn): void {
  answerWithSession(ctx, started);
  // `answerWithSession` has just written it.
  const { data } = ctx.body as SessionBody;
  ctx.body = { data: { ...data, redirectTo } };
}

/** `/api/auth/magic-link`, `/verify` and `/verify-otp`. */
export function createSignInController({ signIn, cookie, isAllowedRedirect }: Dependencies) {
  const linkBody = magicLinkBody(isAllowedRedirect);
  return {
    async requestLink(ctx: BodyContext): Promise<void> {
      const { email, redirectTo } = bodyOf(ctx, linkBody);
      const { flowId, browserSecret } = await signIn.requestLink({
        email,
        redirectTo,
        origin: requestOriginOf(ctx),
        browserSecret: cookie.read(ctx),
      });
      cookie.write(ctx, browserSecret);
      ctx.status = 202;
      ctx.body = { data: { flowId, resendAfterSeconds: RESEND_AFTER_SECONDS } };
    },

    async verifyLink(ctx: BodyContext): Promise<void> {
      const { token, confirm = false } = bodyOf(ctx, verifyBody);
      const origin = requestOriginOf(ctx);
      const browserSecret = cookie.read(ctx);
      answer(ctx, await signIn.verifyLink({ token, confirm, browserSecret, origin }));
    },

    async verifyCode(ctx: BodyContext): Promise<void> {
      const { flowId, code } = bodyOf(ctx, verifyOtpBody);
      answer(ctx, await signIn.verifyCode({ flowId, code, origin: requestOriginOf(ctx) }));
    },
  };
}
