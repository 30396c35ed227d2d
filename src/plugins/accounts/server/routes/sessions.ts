import {
  csrfAnswer,
  logoutAnswer,
  logoutBody,
  refreshBody,
  sessionAnswer,
  sessionId,
  sessionList,
  verifiedToken,
  verifyTokenBody,
} from '../../contract/sessions';

/** These find out themselves who is asking, so that they work with a token that is too old. */
const open = { prefix: '', auth: false as const };
const signedIn = { prefix: '' };

/** The schemas describe the routes in the OpenAPI document; the controllers do the parsing. */
export const sessionRoutes = [
  {
    method: 'POST' as const,
    path: '/auth/refresh',
    handler: 'session.refresh',
    config: { ...open, throttle: { scope: 'auth', limit: 'refresh-client' } },
    request: { body: { 'application/json': refreshBody } },
    response: sessionAnswer,
  },
  {
    method: 'POST' as const,
    path: '/auth/token/verify',
    handler: 'session.verifyToken',
    config: open,
    request: { body: { 'application/json': verifyTokenBody } },
    response: verifiedToken,
  },
  {
    method: 'POST' as const,
    path: '/auth/logout',
    handler: 'session.logout',
    config: open,
    request: { body: { 'application/json': logoutBody } },
    response: logoutAnswer,
  },
  {
    method: 'GET' as const,
    path: '/auth/csrf',
    handler: 'session.csrf',
    config: open,
    response: csrfAnswer,
  },
  {
    method: 'GET' as const,
    path: '/auth/sessions',
    handler: 'sessions.find',
    config: signedIn,
    response: sessionList,
  },
  {
    method: 'DELETE' as const,
    path: '/auth/sessions/:id',
    handler: 'sessions.revoke',
    config: signedIn,
    request: { params: { id: sessionId } },
  },
];
