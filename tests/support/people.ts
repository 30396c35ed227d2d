import { randomBytes } from 'node:crypto';
import type { AccountStatus } from '../../src/plugins/accounts/contract/principal';
import type {
  RequestOrigin,
  SessionTransport,
} from '../../src/plugins/accounts/contract/request-origin';
import type { StartedSession } from '../../src/plugins/accounts/server/domain/session';
import type { SessionsService } from '../../src/plugins/accounts/server/services/sessions';
import type { TestApp } from './app';

export interface TestPerson {
  userId: number;
  documentId: string;
  email: string;
}

interface PersonTraits {
  email?: string;
  username?: string;
  role?: string;
  status?: AccountStatus;
  track?: string | null;
  /** The stored hash; null for somebody who signs in by mail. */
  password?: string | null;
}

/** An account as it stands in the database; what a test does not say is an active student. */
export async function makePerson(
  { db }: Pick<TestApp, 'db'>,
  traits: PersonTraits = {},
): Promise<TestPerson> {
  const documentId = randomBytes(12).toString('hex');
  const {
    email = `${documentId}@example.org`,
    username = documentId,
    role = 'student',
    status = 'active',
    track = null,
    password = null,
  } = traits;
  const moment = new Date();
  const { rows } = await db.raw<{ rows: { id: number }[] }>(
    `with person as (
       insert into up_users (document_id, username, email, password, provider, account_status,
              track, email_verified_at, created_at, updated_at, published_at)
       values (:documentId, :username, :email, :password, 'local', :status, :track,
              case when :status = 'pending' then null else cast(:moment as timestamptz) end,
              :moment, :moment, :moment)
       returning id
     ), linked as (
       insert into up_users_role_lnk (user_id, role_id)
       select person.id, role.id from person, up_roles as role where role.type = :role
       returning user_id
     )
     select user_id as id from linked`,
    { documentId, username, email, password, status, track, role, moment },
  );
  const [row] = rows;
  if (!row) throw new Error(`There is no role "${role}"`);
  return { userId: row.id, documentId, email };
}

export const testOrigin = (transport: SessionTransport = 'token'): RequestOrigin => ({
  address: '192.0.2.1',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
  transport,
  requestId: undefined,
});

export const sessionsOf = (app: TestApp): SessionsService =>
  app.strapi.plugin('accounts').service<SessionsService>('sessions');

/** A session as one of the ways to sign in would start it. */
export function signIn(
  app: TestApp,
  { userId }: Pick<TestPerson, 'userId'>,
  transport: SessionTransport = 'token',
): Promise<StartedSession> {
  const start = { userId, method: 'password' as const, origin: testOrigin(transport) };
  return app.db.transaction((trx) => sessionsOf(app).start(trx, start));
}

/** Headers of a program that is signed in. */
export const asProgram = ({ accessToken }: StartedSession): Record<string, string> => ({
  authorization: `Bearer ${accessToken}`,
});

/** Headers of a page of ours in a browser that is signed in, over plain http. */
export const asBrowser = (session: StartedSession): Record<string, string> => ({
  cookie: `at=${session.accessToken}; rt=${session.refreshToken}`,
  origin: 'http://localhost:3000',
  'sec-fetch-site': 'same-site',
  'x-csrf-token': session.csrfToken,
});
