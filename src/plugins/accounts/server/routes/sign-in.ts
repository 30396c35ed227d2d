import {
  emailVerified,
  magicLinkBody,
  mailRequested,
  registerBody,
  registrationRequested,
  resendBody,
  signInAnswer,
  verifyBody,
  verifyEmailBody,
  verifyOtpBody,
} from '../../contract/sign-in';

/** For people who are not signed in yet, whatever they may still carry. */
const open = { prefix: '', auth: false as const, throttle: { scope: 'auth' } };

/** The schemas describe the routes in the OpenAPI document; the controllers do the parsing. */
export const signInRoutes = [
  {
    method: 'POST' as const,
    path: '/auth/magic-link',
    handler: 'signIn.requestLink',
    config: open,
    request: { body: { 'application/json': magicLinkBody(() => true) } },
    response: mailRequested,
  },
  {
    method: 'POST' as const,
    path: '/auth/verify',
    handler: 'signIn.verifyLink',
    config: open,
    request: { body: { 'application/json': verifyBody } },
    response: signInAnswer,
  },
  {
    method: 'POST' as const,
    path: '/auth/verify-otp',
    handler: 'signIn.verifyCode',
    config: open,
    request: { body: { 'application/json': verifyOtpBody } },
    response: signInAnswer,
  },
  {
    method: 'POST' as const,
    path: '/auth/register',
    handler: 'registration.register',
    config: open,
    request: { body: { 'application/json': registerBody } },
    response: registrationRequested,
  },
  {
    method: 'POST' as const,
    path: '/auth/verify-email',
    handler: 'registration.verifyEmail',
    config: open,
    request: { body: { 'application/json': verifyEmailBody } },
    response: emailVerified,
  },
  {
    method: 'POST' as const,
    path: '/auth/verify-email/resend',
    handler: 'registration.resend',
    config: open,
    request: { body: { 'application/json': resendBody } },
    response: registrationRequested,
  },
];
