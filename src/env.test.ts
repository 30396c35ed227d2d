import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { EnvironmentError, parseEnv, SIGNING_SECRET_NAMES } from './env';

const KEY = 'q8Zk3vR1wXc7Nf0pLm5sTy2uHb9dGj4a';
const secrets = Object.fromEntries(SIGNING_SECRET_NAMES.map((name) => [name, KEY]));
const DATABASE_URL = 'postgresql://shoal@db:5432/shoal';
const development = { ...secrets, DATABASE_URL };
const production = {
  ...development,
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://shoal.example.org',
  CORS_ALLOWED_ORIGINS: 'https://app.example.org',
};

function faultsOf(source: Record<string, string | undefined>): string[] {
  try {
    parseEnv(source);
  } catch (error) {
    if (error instanceof EnvironmentError) return error.faults;
    throw error;
  }
  return [];
}

describe('parseEnv', () => {
  it('takes a whole environment of development and of production', () => {
    expect(parseEnv(development)).toMatchObject({
      profile: 'development',
      databaseUrl: DATABASE_URL,
    });
    expect(parseEnv(production)).toMatchObject({
      profile: 'production',
      publicUrl: 'https://shoal.example.org',
      CORS_ALLOWED_ORIGINS: ['https://app.example.org'],
    });
  });

  it('lists all faults together, each with its name', () => {
    const faults = faultsOf({
      ...development,
      PORT: 'x',
      LOG_LEVEL: 'loud',
      JWT_SECRET: undefined,
    });
    expect(faults).toHaveLength(3);
    for (const name of ['PORT', 'LOG_LEVEL', 'JWT_SECRET']) {
      expect(faults).toContainEqual(expect.stringContaining(`${name}: `));
    }
    expect(new EnvironmentError(faults).message).toContain('3 fault(s)');
  });

  it('counts an empty value as absent', () => {
    expect(parseEnv({ ...development, PORT: '', REDIS_URL: '' })).toMatchObject({ PORT: 1337 });
    expect(faultsOf({ ...development, APP_KEYS: '' })).toEqual(['APP_KEYS: is required']);
  });

  it('takes the name of a time zone, and no offset', () => {
    expect(parseEnv({ ...development, TIME_ZONE: 'Asia/Tokyo' }).TIME_ZONE).toBe('Asia/Tokyo');
    for (const TIME_ZONE of ['Atlantis/Deep', '+02:00', '5']) {
      expect(faultsOf({ ...development, TIME_ZONE })).toEqual([
        expect.stringMatching(/^TIME_ZONE: must be the name of a time zone/),
      ]);
    }
  });

  it('puts a database address together from its parts', () => {
    const parts = {
      DB_HOST: 'db',
      DB_PORT: '5433',
      DB_NAME: 'sea',
      DB_USER: 'me',
      DB_PASSWORD: 'a/b@c',
    };
    const { databaseUrl } = parseEnv({ ...secrets, ...parts });
    const url = new URL(databaseUrl);
    expect([url.host, url.pathname, url.username]).toEqual(['db:5433', '/sea', 'me']);
    expect(decodeURIComponent(url.password)).toBe('a/b@c');
  });

  it('wants a database, and an SMTP host for smtp, and keys for a bucket', () => {
    expect(faultsOf(secrets)).toEqual([expect.stringMatching(/^DATABASE_URL: /)]);
    expect(faultsOf({ ...development, EMAIL_PROVIDER: 'smtp', S3_BUCKET: 'b' })).toEqual([
      expect.stringMatching(/^EMAIL_HOST: /),
      expect.stringMatching(/^S3_ACCESS_KEY and S3_SECRET_KEY: /),
    ]);
  });
});

describe('parseEnv in production', () => {
  it.each([
    ['a sample secret', { JWT_SECRET: 'change-me-change-me-change-me-change-me' }, 'JWT_SECRET'],
    ['one letter repeated', { API_TOKEN_SALT: 'a'.repeat(40) }, 'API_TOKEN_SALT'],
    ['a short secret', { ENCRYPTION_KEY: KEY.slice(1) }, 'ENCRYPTION_KEY'],
    ['one short key among several', { APP_KEYS: `${KEY},short` }, 'APP_KEYS'],
    ['a list of no keys', { APP_KEYS: ',' }, 'APP_KEYS'],
    ['any origin', { CORS_ALLOWED_ORIGINS: 'https://app.example.org,*' }, 'CORS_ALLOWED_ORIGINS'],
    ['remote transfer', { TRANSFER_REMOTE_ENABLED: 'true' }, 'TRANSFER_REMOTE_ENABLED'],
    ['the embedded database', { EMBEDDED_DATABASE: 'true' }, 'DATABASE_URL'],
    ['no public address', { PUBLIC_URL: '' }, 'PUBLIC_URL'],
  ])('refuses %s', (_, change, name) => {
    expect(faultsOf({ ...production, ...change })).toEqual([expect.stringContaining(`${name}: `)]);
  });

  it('refuses none of these in development', () => {
    const loose = { JWT_SECRET: 'change-me', CORS_ALLOWED_ORIGINS: '*', EMBEDDED_DATABASE: 'true' };
    expect(faultsOf({ ...development, ...loose })).toEqual([]);
  });
});

describe('NAME_FILE', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'shoal-env-'));
  const file = path.join(folder, 'jwt');
  writeFileSync(file, `${KEY}\n`);
  afterAll(() => rmSync(folder, { recursive: true }));

  it('reads a secret from a file, without the line end', () => {
    const { JWT_SECRET } = parseEnv({
      ...development,
      JWT_SECRET: undefined,
      JWT_SECRET_FILE: file,
    });
    expect(JWT_SECRET).toEqual([KEY]);
  });

  it('takes a value or a file, not both, and a file that is there', () => {
    expect(faultsOf({ ...development, JWT_SECRET_FILE: file })).toEqual([
      'JWT_SECRET: give JWT_SECRET or JWT_SECRET_FILE, not both',
    ]);
    const missing = { ...development, DB_PASSWORD_FILE: path.join(folder, 'nowhere') };
    expect(faultsOf(missing)).toEqual(['DB_PASSWORD_FILE: cannot be read']);
  });
});
