import type { TestApp } from './app';
import { lastMailTo, type SeenMail } from './mails';

export interface Answer {
  status: number;
  headers: Headers;
  /** Whatever JSON there is, null when there is none; a test asserts what it reads. */
  body: ReturnType<typeof JSON.parse>;
}

interface Asked {
  method?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

/** Asks the API; a `body` is sent as JSON. */
export async function ask(
  { url }: TestApp,
  path: string,
  { method, body, headers }: Asked = {},
): Promise<Answer> {
  const answer = await fetch(`${url}/api${path}`, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    headers: answer.headers,
    body: text === '' ? null : (JSON.parse(text) as unknown),
  };
}

/** What a browser sends back of the cookies of an answer. */
export const cookiesOf = ({ headers }: Answer): string =>
  headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');

export const tokenIn = (link: string | undefined): string =>
  new URLSearchParams(new URL(link ?? '').hash.slice(1)).get('token') ?? '';

let sequence = 0;

/** An address that no other test of this run uses. */
export function newAddress(name = 'person'): string {
  sequence += 1;
  return `${name}.${sequence}@example.org`;
}

export interface RequestedMail {
  flowId: string;
  cookie: string;
  mail: SeenMail;
  token: string;
  code: string;
}

/** Asks for a mail to sign in with, and waits for it. */
export async function requestMail(
  app: TestApp,
  email: string,
  { count = 1, ...more }: { count?: number; redirectTo?: string } = {},
): Promise<RequestedMail> {
  const answer = await ask(app, '/auth/magic-link', { body: { email, ...more } });
  if (answer.status !== 202) throw new Error(`magic-link answered ${answer.status}`);
  const mail = await lastMailTo(app, email, { kind: 'sign-in', count });
  return {
    flowId: (answer.body as { data: { flowId: string } }).data.flowId,
    cookie: cookiesOf(answer),
    mail,
    token: tokenIn(mail.link),
    code: mail.code ?? '',
  };
}

export interface SignedInPerson {
  email: string;
  /** Headers of a program that is signed in. */
  headers: Record<string, string>;
  user: { id: string; role: string };
}

/** Makes an account by its first mail and signs in with it. */
export async function signInByMail(
  app: TestApp,
  email = newAddress(),
  count = 1,
): Promise<SignedInPerson> {
  const { flowId, code } = await requestMail(app, email, { count });
  const answer = await ask(app, '/auth/verify-otp', { body: { flowId, code } });
  if (answer.status !== 200) throw new Error(`verify-otp answered ${answer.status}`);
  const { data } = answer.body as {
    data: { accessToken: string; user: SignedInPerson['user'] };
  };
  const { accessToken, user } = data;
  return { email, headers: { authorization: `Bearer ${accessToken}` }, user };
}

/** Whatever of an answer may differ from one request to the next. */
export function withoutRequest({ body }: Answer): object {
  const { requestId: _requestId, instance: _instance, ...rest } = body as Record<string, unknown>;
  return rest;
}

const COLUMNS = ['id', 'document_id', 'email', 'username', 'account_status', 'password'];

export interface UserRow {
  id: number;
  document_id: string;
  email: string;
  username: string;
  account_status: string;
  password: string | null;
}

export const userRow = ({ db }: TestApp, email: string): Promise<UserRow | undefined> =>
  db('up_users').whereRaw('lower(email) = ?', [email]).first<UserRow | undefined>(COLUMNS);

export async function securityEvents({ db }: TestApp, documentId: string): Promise<string[]> {
  const rows = await db('accounts_security_events')
    .where('target_id', documentId)
    .orderBy('id')
    .select<{ type: string }[]>('type');
  return rows.map(({ type }) => type);
}
