import { pbkdf2Sync, randomBytes } from 'node:crypto';
import { Client } from 'pg';

const PASSWORD = 'a kelp forest at dawn';

/** A fresh database on the same server; an old one of this name is dropped. */
export async function makeDatabase(serverUrl: string, name: string): Promise<string> {
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(`drop database if exists ${name} with (force)`);
    await client.query(`create database ${name}`);
  } finally {
    await client.end();
  }
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** Connections to it are ended. */
export async function dropDatabase(serverUrl: string, name: string): Promise<void> {
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(`drop database if exists ${name} with (force)`);
  } finally {
    await client.end();
  }
}

async function post(url: string, body: object): Promise<Record<string, unknown>> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Record<string, unknown>;
}

/** The token of a person of a stock app. */
export async function signInToStock(baseUrl: string): Promise<string> {
  const person = { username: 'bench', email: 'bench@example.org', password: PASSWORD };
  const { jwt } = await post(`${baseUrl}/api/auth/local/register`, person);
  return String(jwt);
}

/**
 * The token of a student of ours. Registration needs a mail; the account is proven in the database
 * instead.
 */
export async function signInToShoal(baseUrl: string, databaseUrl: string): Promise<string> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(
      `insert into up_users (document_id, username, email, account_status, provider, created_at, updated_at)
       values ($1, 'bench', 'bench@example.org', 'active', 'local', now(), now())`,
      [randomBytes(12).toString('hex')],
    );
    await client.query(
      `insert into up_users_role_lnk (user_id, role_id)
       select u.id, r.id from up_users u, up_roles r where u.username = 'bench' and r.type = 'student'`,
    );
    // A hash that Django made (pbkdf2_sha256 of the password): signing in with it works and renews it.
    await client.query(`update up_users set password = $1 where username = 'bench'`, [
      djangoHash(PASSWORD),
    ]);
  } finally {
    await client.end();
  }
  const { data } = await post(`${baseUrl}/api/auth/login`, {
    identifier: 'bench',
    password: PASSWORD,
  });
  return (data as { accessToken: string }).accessToken;
}

function djangoHash(password: string): string {
  const salt = randomBytes(9).toString('hex');
  const hash = pbkdf2Sync(password, salt, 1000, 32, 'sha256').toString('base64');
  return `pbkdf2_sha256$1000$${salt}$${hash}`;
}
