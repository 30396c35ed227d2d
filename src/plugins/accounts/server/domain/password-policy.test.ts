import { faultsOfPassword, normalisePassword } from './password-policy';

const account = { email: 'maria.silva@example.org', username: 'deepdiver' };
const codesOf = (password: string, of = account) =>
  faultsOfPassword(normalisePassword(password), of).map(({ code }) => code);

const letters = (from: number, count: number, step = 7) =>
  Array.from({ length: count }, (_, index) =>
    String.fromCodePoint(from + ((index * index * 5 + index * step) % 89)),
  ).join('');

describe('length', () => {
  it('refuses 8 and 11 characters', () => {
    expect(codesOf('kTz9-fWq')).toContain('password-too-short');
    expect(codesOf('kTz9-fWqL2x')).toEqual(['password-too-short']);
  });

  it('takes 12 and 128 characters, and refuses 129', () => {
    expect(codesOf('kTz9-fWqL2xR')).toEqual([]);
    expect(codesOf(letters(33, 128))).toEqual([]);
    expect(codesOf(letters(33, 129))).toEqual(['password-too-long']);
  });

  it('counts characters, not bytes: 100 letters of 3 bytes are taken', () => {
    const thai = letters(0x4e00, 100);
    expect(Buffer.byteLength(thai)).toBe(300);
    expect(codesOf(thai)).toEqual([]);
  });

  it('counts a letter once, however its accent was typed', () => {
    const composed = 'áéíóúâêôãõçñ';
    expect(codesOf(composed.normalize('NFD'))).toEqual([]);
    expect([...composed.normalize('NFD')]).toHaveLength(24);
    expect(codesOf(composed.slice(1).normalize('NFD'))).toEqual(['password-too-short']);
  });

  it('counts an emoji as one character, so that 18 of them (72 bytes) are enough if they differ', () => {
    const fish = Array.from({ length: 18 }, (_, i) =>
      String.fromCodePoint(0x1f400 + ((i * 7) % 40)),
    );
    expect(Buffer.byteLength(fish.join(''))).toBe(72);
    expect(codesOf(fish.join(''))).toEqual([]);
    expect(codesOf('🐟'.repeat(18))).toContain('password-repetitive');
    expect(codesOf('👩‍👩‍👧‍👦'.repeat(3))).toContain('password-repetitive');
  });
});

it.each(['kTz9-fWq\u0000L2xR', 'kTz9-fWq\nL2xR', 'kTz9-fWq\u0085L2xR', 'kTz9-fWq\ud800L2xR'])(
  'refuses control characters and halves of characters (%j)',
  (password) => {
    expect(codesOf(password)).toEqual(['password-characters']);
  },
);

it.each([
  'administrator',
  'AdminIstrator',
  'password1234!!',
  'Sunshine-2024',
  '!!2024-dragon-2024!!',
  'princessprincess',
  'Dragon.Dragon.',
])('refuses %s: it is in every list', (password) => {
  expect(codesOf(password)).toContain('password-too-common');
});

it.each(['aaaaaaaaaaaa', 'abcabcabcabc', 'xK9#xK9#xK9#xK9', 'ZqZqZqZqZqZqZq'])(
  'refuses %s: it repeats',
  (password) => {
    expect(codesOf(password)).toContain('password-repetitive');
  },
);

it.each([
  '123456789012',
  'abcdefghijklm',
  'qwertzuiopasdf',
  'lkjhgfdsapoiuytrewq',
  '1q2w3e4r5t6z7u',
])('refuses %s: it follows the keys or the numbers', (password) => {
  expect(codesOf(password)).toContain('password-sequence');
});

it.each([
  'maria.silva@example.org',
  'MARIA.SILVA@EXAMPLE.ORG',
  'mariasilva-4711',
  'Maria Silva 4711',
  'deepdiver-x7Lq2',
  'deep_Diver!2031',
  'mar1a.s1lva9',
])('refuses %s for maria.silva@example.org, who is called deepdiver', (password) => {
  expect(codesOf(password)).toContain('password-like-account');
});

it.each([
  'tide pools at dawn',
  'correct horse battery staple',
  'Wer rettet die Riffe?',
  'we were there, treasured',
  'σπίτι μου σπιτάκι μου',
  '839201746583',
])('takes %s', (password) => {
  expect(codesOf(password)).toEqual([]);
});

it('does not mind a name of three letters that stands in the password by chance', () => {
  expect(codesOf('bobsled in august', { email: 'bob@example.org', username: 'bob' })).toEqual([]);
});

it('judges the longest possible input quickly', () => {
  const startedAt = performance.now();
  faultsOfPassword('x'.repeat(200_000), account);
  faultsOfPassword(letters(33, 128), { ...account, email: `${letters(97, 240)}@example.org` });
  expect(performance.now() - startedAt).toBeLessThan(250);
});
