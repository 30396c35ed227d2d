import {
  registerBody,
  RESEND_AFTER_SECONDS,
  resendBody,
  verifyEmailBody,
} from '../../contract/sign-in';
import type { RegistrationService } from '../services/registration';
import { bodyOf, type BodyContext } from './body-of';
import type { FlowCookie } from './flow-cookie';
import { requestOriginOf } from './present-session';

interface Dependencies {
  registration: RegistrationService;
  cookie: FlowCookie;
  newBrowserSecret: () => string;
}

/** What is answered whether or not a mail was sent. */
const accept = (ctx: BodyContext): void => {
  ctx.status = 202;
  ctx.body = { data: { resendAfterSeconds: RESEND_AFTER_SECONDS } };
};

/** `/api/auth/register`, `/verify-email` and `/verify-email/resend`. */
export const createRegistrationController = ({
  registration,
  cookie,
  newBrowserSecret,
}: Dependencies) => ({
  async register(ctx: BodyContext): Promise<void> {
    const { email, password, username, ...details } = bodyOf(ctx, registerBody);
    const origin = requestOriginOf(ctx);
    // Tells a second registration by the same person from one by somebody else.
    const browserSecret = cookie.read(ctx) ?? newBrowserSecret();
    await registration.register({ email, password, username, details, origin, browserSecret });
    cookie.write(ctx, browserSecret);
    accept(ctx);
  },

  async verifyEmail(ctx: BodyContext): Promise<void> {
    const { token } = bodyOf(ctx, verifyEmailBody);
    await registration.verifyEmail({ token, origin: requestOriginOf(ctx) });
    ctx.body = { data: { status: 'active' } };
  },

  async resend(ctx: BodyContext): Promise<void> {
    const { email } = bodyOf(ctx, resendBody);
    const browserSecret = cookie.read(ctx);
    await registration.resend({ email, origin: requestOriginOf(ctx), browserSecret });
    accept(ctx);
  },
});
