import { createHmac, generateKeyPairSync } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { createKeyring, type Key } from '../../../../lib/keyring';
import { createAccessTokensService } from './access-tokens';

const ISSUER = 'https://shoal.example.org';
const SESSION = '0b5c7f1e-3a42-4d6b-9f10-2c3d4e5f6071';
const OLD = 'o'.repeat(32);
const YOUNG = 'y'.repeat(32);
const START = new Date('2026-05-04T10:00:00Z');
const account = {
  userId: 1,
  documentId: 'abcdefabcdefabcdefabcdef',
  email: 'mia@reef.example',
  username: 'mia',
  role: 'student',
  track: 'kelp',
  status: 'active' as const,
};

let clock: Date;
const keys = createKeyring([OLD], 'access-token');
const serviceWith = (secrets: string[]) =>
  createAccessTokensService({
    keys: createKeyring(secrets, 'access-token'),
    issuer: ISSUER,
    lifeSeconds: 600,
    now: () => clock,
  });
const tokens = serviceWith([OLD]);
const issued = () => tokens.issue({ sessionId: SESSION, account });
const later = (seconds: number) => new Date(START.getTime() + seconds * 1000);

beforeEach(() => {
  clock = START;
});

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
/** Signed with our own key, so that only what is said in it can be at fault. */
function forge(
  header: object,
  claims: object,
  { key = keys.current, hash = 'sha256' }: { key?: Key; hash?: string } = {},
): string {
  const content = { ...jwt.decode(issued(), { json: true }), ...claims };
  const head = { alg: 'HS256', typ: 'at+jwt', kid: key.id, ...header };
  const signed = `${part(head)}.${part(content)}`;
  return `${signed}.${createHmac(hash, key.bytes).update(signed).digest('base64url')}`;
}

it('says who, for which session, by whom and for whom, for ten minutes', () => {
  expect(tokens.read(issued())).toEqual({
    iss: ISSUER,
    aud: `${ISSUER}/api`,
    sub: account.documentId,
    sid: SESSION,
    jti: expect.any(String),
    iat: START.getTime() / 1000,
    nbf: START.getTime() / 1000,
    exp: later(600).getTime() / 1000,
    role: 'student',
    track: 'kelp',
    status: 'active',
  });
  expect(jwt.decode(issued(), { complete: true })?.header).toEqual({
    alg: 'HS256',
    typ: 'at+jwt',
    kid: keys.current.id,
  });
});

it('accepts what our own forger makes when nothing is odd', () => {
  expect(tokens.read(forge({}, {}))).not.toBeNull();
});

it.each<[string, () => string]>([
  [
    'no signature at all',
    () => `${part({ alg: 'none', typ: 'at+jwt' })}.${issued().split('.')[1]}.`,
  ],
  ['alg none with our kid', () => forge({ alg: 'none' }, {})],
  ['another HMAC', () => forge({ alg: 'HS512' }, {}, { hash: 'sha512' })],
  [
    'an RSA signature',
    () => {
      const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
      const content = jwt.decode(issued(), { json: true }) ?? {};
      const header = { alg: 'RS256', typ: 'at+jwt', kid: keys.current.id };
      return jwt.sign(content, privateKey, { algorithm: 'RS256', header });
    },
  ],
  ['another audience', () => forge({}, { aud: 'https://elsewhere.example/api' })],
  ['a list of audiences', () => forge({}, { aud: [`${ISSUER}/api`] })],
  ['another issuer', () => forge({}, { iss: 'https://evil.example' })],
  ['another type', () => forge({ typ: 'JWT' }, {})],
  ['a path as key id', () => forge({ kid: '../../dev/null' }, {})],
  ['SQL as key id', () => forge({ kid: "' union select 'x" }, {})],
  ['a key of its own', () => forge({ jwk: { kty: 'oct', k: 'AA' } }, {})],
  ['a critical extension', () => forge({ crit: ['exp'] }, {})],
  [
    'the key of another purpose',
    () => forge({}, {}, { key: createKeyring([OLD], 'csrf').current }),
  ],
  [
    'a key that is not in the ring',
    () => forge({}, {}, { key: createKeyring([YOUNG], 'access-token').current }),
  ],
  ['a claim of its own', () => forge({}, { admin: true })],
  ['no session', () => forge({}, { sid: undefined })],
  ['no expiry', () => forge({}, { exp: undefined })],
  [
    'a changed claim',
    () =>
      issued().replace(
        /\.[^.]+\./,
        `.${part({ ...jwt.decode(issued(), { json: true }), role: 'admin' })}.`,
      ),
  ],
  ['ten kilobytes', () => forge({}, { track: 'x'.repeat(10_000) })],
  ['a refresh token', () => 'A'.repeat(64)],
  ['nonsense', () => '..'],
])('takes %s for no token of ours', (_what, make) => {
  expect(tokens.read(make())).toBeNull();
  expect(tokens.sessionIdOf(make())).toBeNull();
});

it.each([
  ['expired a minute ago', 661],
  ['expired ten seconds ago', 610],
  ['from a clock that is an hour ahead', -3600],
  ['not valid for another minute', -61],
])('does not accept one that is %s', (_what, seconds) => {
  const token = issued();
  clock = later(seconds);
  expect(tokens.read(token)).toBeNull();
});

it.each([603, -3])('bears clocks that differ by three seconds (%s s)', (seconds) => {
  const token = issued();
  clock = later(seconds);
  expect(tokens.read(token)).not.toBeNull();
});

it('does not accept one that says it was made in the future', () => {
  expect(tokens.read(forge({}, { iat: later(61).getTime() / 1000 }))).toBeNull();
  expect(tokens.read(forge({}, { nbf: later(61).getTime() / 1000 }))).toBeNull();
});

it('names the session of an expired token', () => {
  const token = issued();
  clock = later(86_400);
  expect(tokens.sessionIdOf(token)).toBe(SESSION);
});

it('goes on accepting what an older key signed, and signs with the first', () => {
  const rotated = serviceWith([YOUNG, OLD]);
  expect(rotated.read(issued())).not.toBeNull();
  expect(tokens.read(rotated.issue({ sessionId: SESSION, account }))).toBeNull();
  expect(serviceWith([YOUNG]).read(issued())).toBeNull();
});
