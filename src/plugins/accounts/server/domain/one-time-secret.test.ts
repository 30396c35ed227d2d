import { randomBytes, randomInt } from 'node:crypto';
import { createKeyring } from '../../../../lib/keyring';
import {
  hashesOfSecret,
  isBrowserSecret,
  makeBrowserSecret,
  makeCode,
  makeLinkToken,
  readLinkToken,
  spellLinkToken,
  type SecretUse,
} from './one-time-secret';

const source = { bytes: randomBytes, below: (end: number) => randomInt(end) };
const FLOW_ID = '0b6f6a52-8f5c-4f67-9d52-0d2b8e1f1a11';
const USE: SecretUse = { kind: 'code', purpose: 'sign-in', flowId: FLOW_ID };
const [OLD_SECRET, NEW_SECRET] = ['o'.repeat(32), 'n'.repeat(32)];
const keyring = createKeyring([NEW_SECRET, OLD_SECRET], 'one-time-secret');
const hex = (hashes: Buffer[]) => hashes.map((hash) => hash.toString('hex'));

it('reads the link that it spelled', () => {
  const link = makeLinkToken(FLOW_ID, source);
  const text = spellLinkToken(link);
  expect(text).toMatch(/^[\w-]{64}$/);
  expect(readLinkToken(text)).toEqual(link);
  expect(link.secret).toHaveLength(32);
});

it('reads no other spelling of a link', () => {
  const text = spellLinkToken(makeLinkToken(FLOW_ID, source));
  const others = ['', text.slice(1), `${text}A`, `${text.slice(0, 63)}=`, `${text.slice(0, 63)} `];
  expect(others.map(readLinkToken)).toEqual(others.map(() => null));
});

it('makes codes of six digits, zeros included', () => {
  expect(makeCode({ ...source, below: () => 0 })).toBe('000000');
  expect(makeCode({ ...source, below: (end) => end - 1 })).toBe('999999');
});

it('knows its own browser secrets by their shape', () => {
  expect(isBrowserSecret(makeBrowserSecret(source))).toBe(true);
  for (const text of [undefined, '', 'x', `${'x'.repeat(43)};`]) {
    expect(isBrowserSecret(text)).toBe(false);
  }
});

it('binds a hash to kind, purpose and flow', () => {
  const uses: SecretUse[] = [
    USE,
    { ...USE, kind: 'link' },
    { ...USE, purpose: 'password-reset' },
    { ...USE, flowId: '0b6f6a52-8f5c-4f67-9d52-0d2b8e1f1a12' },
  ];
  const all = uses.flatMap((use) => hex(hashesOfSecret(keyring, use, '042917')));
  expect(new Set(all).size).toBe(uses.length * 2);
});

it('makes new hashes with the newest key, and knows those of older ones', () => {
  const before = hashesOfSecret(createKeyring([OLD_SECRET], 'one-time-secret'), USE, '042917');
  const now = hex(hashesOfSecret(keyring, USE, '042917'));
  expect(now.indexOf(hex(before)[0] ?? '')).toBe(1);
});
