import { createHash, pbkdf2Sync } from 'node:crypto';
import argon2 from 'argon2';
import bcrypt from 'bcryptjs';
import { createWorkLine } from '../../../../lib/work-line';
import { Problem } from '../../../../lib/problem';
import { checkHash, makeHash } from './password-hashing';
import { createPasswordsService } from './passwords';

const create = (limits = { atOnce: 2, maxWaiting: 50 }) =>
  createPasswordsService({ line: createWorkLine(limits), makeHash, checkHash });
const passwords = create();

const djangoHash = (password: string, iterations = 1000) =>
  `pbkdf2_sha256$${iterations}$pinchOfSalt$${pbkdf2Sync(password, 'pinchOfSalt', iterations, 32, 'sha256').toString('base64')}`;

/** Text without pattern, the same in each run. */
const text = (characters: number) =>
  [...createHash('sha512').update('seed').digest('hex').repeat(2)].slice(0, characters).join('');

it('makes Argon2id hashes with 19 MiB and two passes', async () => {
  expect(await passwords.hash('tide pools at dawn')).toMatch(
    /^\$argon2id\$v=19\$m=19456,p=1,t=2\$/,
  );
});

it.each([
  ['128 ASCII characters', text(128)],
  ['73 bytes of Unicode', `${'水'.repeat(24)}x`],
  ['200 bytes of Unicode', '🐠'.repeat(50)],
])('checks %s in full', async (_name, password) => {
  const stored = await passwords.hash(password);
  expect(await passwords.verify(password, stored)).toEqual({ matches: true, needsUpgrade: false });
  const [first, last] = [[...password].slice(0, -1).join(''), `${password}x`];
  expect((await passwords.verify(first, stored)).matches).toBe(false);
  expect((await passwords.verify(last, stored)).matches).toBe(false);
});

it('knows a password again when another keyboard composes its letters', async () => {
  const stored = await passwords.hash('coração à beira-mar'.normalize('NFD'));
  const again = await passwords.verify('coração à beira-mar'.normalize('NFC'), stored);
  expect(again.matches).toBe(true);
});

describe('hashes of other systems', () => {
  it.each(['$2a$', '$2b$', '$2y$'])(
    'checks bcrypt hashes (%s) and asks to renew them',
    async (prefix) => {
      const stored = prefix + bcrypt.hashSync('old-reef-password', 4).slice(4);
      expect(await passwords.verify('old-reef-password', stored)).toEqual({
        matches: true,
        needsUpgrade: true,
      });
      expect(await passwords.verify('old-reef-passwort', stored)).toEqual({
        matches: false,
        needsUpgrade: false,
      });
    },
  );

  it('checks the 72 bytes that bcrypt saw, and keeps such a hash', async () => {
    const password = text(80);
    const stored = bcrypt.hashSync(password, 4);
    expect(await passwords.verify(password, stored)).toEqual({
      matches: true,
      needsUpgrade: false,
    });
  });

  it("checks Django's hashes and asks to renew them", async () => {
    const stored = djangoHash('old-reef-password');
    expect(await passwords.verify('old-reef-password', stored)).toEqual({
      matches: true,
      needsUpgrade: true,
    });
    expect((await passwords.verify('old-reef-passwort', stored)).matches).toBe(false);
  });

  it('asks to renew an Argon2id hash of weaker parameters', async () => {
    const stored = await argon2.hash('old-reef-password', {
      memoryCost: 8192,
      timeCost: 1,
      parallelism: 1,
    });
    expect(await passwords.verify('old-reef-password', stored)).toEqual({
      matches: true,
      needsUpgrade: true,
    });
  });

  it.each([
    ['nothing', null],
    ['an empty text', ''],
    ['a plain password', 'old-reef-password'],
    ['the mark of Django for no password', '!Xy7'],
    [
      'an absurd number of iterations',
      djangoHash('old-reef-password').replace('$1000$', '$99999999$'),
    ],
    ['an absurd cost', bcrypt.hashSync('old-reef-password', 4).replace('$04$', '$31$')],
  ])('matches nothing where %s is stored, with the same work', async (_name, stored) => {
    const started = process.cpuUsage();
    expect((await passwords.verify('old-reef-password', stored)).matches).toBe(false);
    // An Argon2id computation takes tens of milliseconds; a look at the text takes none.
    expect(process.cpuUsage(started).user).toBeGreaterThan(5_000);
  });
});

describe('new passwords', () => {
  it('refuses with every fault, at the place that was named', () => {
    const account = { email: 'maria@example.org', username: 'maria' };
    const refused = (() => {
      try {
        passwords.assertAcceptable('password', account, '/newPassword');
      } catch (error) {
        return error;
      }
      return undefined;
    })();
    expect(refused).toBeInstanceOf(Problem);
    expect(refused).toMatchObject({
      type: 'validation-failed',
      status: 422,
      faults: [
        { pointer: '/newPassword', code: 'password-too-short' },
        { pointer: '/newPassword', code: 'password-too-common' },
      ],
    });
  });
});

it('answers that it is overloaded when too many wait', async () => {
  const busy = create({ atOnce: 1, maxWaiting: 1 });
  const outcomes = await Promise.allSettled(
    ['one', 'two', 'three'].map((password) => busy.hash(password)),
  );
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
  expect(outcomes[2]).toMatchObject({ reason: { type: 'overloaded', retryAfterSeconds: 5 } });
});
