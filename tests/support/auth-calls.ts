import type { PasswordsService } from '../../src/plugins/accounts/server/services/passwords';
import type { TestApp } from './app';

/** One that no rule objects to. */
export const GOOD_PASSWORD = 'tide pools at dawn';
export const OTHER_PASSWORD = 'Wer rettet die Riffe?';

/** What the answers of the sign-in routes hold; each has a part of it, which its test asserts. */
export interface AuthBody {
  code: string;
  errors: { pointer: string; code: string }[];
  data: { accessToken: string; refreshToken: string };
}

export interface Answer {
  status: number;
  headers: Headers;
  /** Without what differs from request to request. */
  body: AuthBody;
}

let lastClient = 0;

/** An address that no other call has used; the app has to trust one proxy. */
export function newClient(): string {
  lastClient += 1;
  return `198.51.${100 + (lastClient >> 8)}.${lastClient & 255}`;
}

/** Calls the API as somebody at a new address, unless one is given. */
export async function post(
  { url }: TestApp,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const answer = await fetch(`${url}/api/auth/${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-forwarded-for': newClient(),
      ...headers,
    },
    body: JSON.stringify(body),
  });
  const { requestId: _left, ...read } = (await answer.json()) as AuthBody & { requestId?: string };
  return { status: answer.status, headers: answer.headers, body: read };
}

/** The status of a request that only somebody with a live session may make. */
export async function statusWith({ url }: TestApp, accessToken: string): Promise<number> {
  const headers = { authorization: `Bearer ${accessToken}`, 'x-forwarded-for': newClient() };
  return (await fetch(`${url}/api/auth/sessions`, { headers })).status;
}

export const hashOf = ({ strapi }: TestApp, password: string): Promise<string> =>
  strapi.plugin('accounts').service<PasswordsService>('passwords').hash(password);

/** What stands behind the # of a link. */
export function tokenOf(link: string | undefined): string {
  const token = new URLSearchParams(new URL(link ?? '').hash.slice(1)).get('token');
  if (!token) throw new Error(`No token in ${link}`);
  return token;
}

export interface PasswordRow {
  email: string;
  password: string | null;
  password_upgraded_at: Date | null;
  account_status: string;
}

export async function readPerson({ db }: TestApp, userId: number): Promise<PasswordRow> {
  const row = await db('up_users')
    .where({ id: userId })
    .first<PasswordRow | undefined>('email', 'password', 'password_upgraded_at', 'account_status');
  if (!row) throw new Error('There is no such account');
  return row;
}

/** The types of the security events about an account, oldest first. */
export async function eventsOf({ db }: TestApp, documentId: string): Promise<string[]> {
  const rows = await db('accounts_security_events')
    .where({ target_id: documentId })
    .orderBy('id')
    .select<{ type: string }[]>('type');
  return rows.map(({ type }) => type);
}
