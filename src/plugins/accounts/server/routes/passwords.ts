import {
  emailChangeBody,
  emailChangeProofBody,
  linkRequested,
  loginBody,
  passwordChangeBody,
  passwordResetBody,
  passwordResetConfirmBody,
  signInAgain,
} from '../../contract/passwords';
import { sessionAnswer } from '../../contract/sessions';

const throttle = { scope: 'auth' };
/** What is sent proves who is asking. */
const open = { prefix: '', auth: false as const, throttle };
const signedIn = { prefix: '', throttle };

/** The schemas describe the routes in the OpenAPI document; the controllers do the parsing. */
export const passwordRoutes = [
  {
    method: 'POST' as const,
    path: '/auth/login',
    handler: 'passwords.login',
    config: open,
    request: { body: { 'application/json': loginBody } },
    response: sessionAnswer,
  },
  {
    method: 'POST' as const,
    path: '/auth/password-reset',
    handler: 'passwords.requestReset',
    config: open,
    request: { body: { 'application/json': passwordResetBody } },
    response: linkRequested,
  },
  {
    method: 'POST' as const,
    path: '/auth/password-reset/confirm',
    handler: 'passwords.confirmReset',
    config: open,
    request: { body: { 'application/json': passwordResetConfirmBody } },
    response: signInAgain,
  },
  {
    method: 'POST' as const,
    path: '/auth/password-change',
    handler: 'passwords.change',
    config: signedIn,
    request: { body: { 'application/json': passwordChangeBody } },
    response: sessionAnswer,
  },
  {
    method: 'POST' as const,
    path: '/auth/email-change',
    handler: 'emailChange.request',
    config: signedIn,
    request: { body: { 'application/json': emailChangeBody } },
    response: linkRequested,
  },
  {
    method: 'POST' as const,
    path: '/auth/email-change/confirm',
    handler: 'emailChange.confirm',
    config: open,
    request: { body: { 'application/json': emailChangeProofBody } },
    response: signInAgain,
  },
  {
    method: 'POST' as const,
    path: '/auth/email-change/undo',
    handler: 'emailChange.undo',
    config: open,
    request: { body: { 'application/json': emailChangeProofBody } },
    response: signInAgain,
  },
];
