import { createKeyring, isSameHash } from '../../../../lib/keyring';
import {
  childOf,
  hashesOfRefreshToken,
  hashRefreshToken,
  makeRefreshToken,
  readRefreshToken,
  spellRefreshToken,
} from './refresh-token';

const SESSION = '0b5c7f1e-3a42-4d6b-9f10-2c3d4e5f6071';
const token = makeRefreshToken(SESSION, Buffer.alloc(32, 7));
const [old, young] = ['a'.repeat(32), 'b'.repeat(32)];
const before = createKeyring([old], 'refresh-token');
const after = createKeyring([young, old], 'refresh-token');

it('names its session and is read back from its text', () => {
  const text = spellRefreshToken(token);
  expect(text).toMatch(/^[\w-]{64}$/);
  expect(readRefreshToken(text)).toEqual(token);
});

it.each([
  ['', 'nothing'],
  [spellRefreshToken(token).slice(1), 'a part'],
  [`${spellRefreshToken(token).slice(0, 63)}=`, 'padding'],
  [`${spellRefreshToken(token).slice(0, 63)}+`, 'another alphabet'],
  ['x'.repeat(10_000), 'ten kilobytes'],
])('reads no token from %# (%s)', (text) => {
  expect(readRefreshToken(text)).toBeNull();
});

it('has the same child each time, and another one for another parent', () => {
  const child = childOf(before.current, token);
  expect(child).toEqual(childOf(before.current, token));
  expect(child.sessionId).toBe(SESSION);
  expect(child.bytes.equals(token.bytes)).toBe(false);
  expect(childOf(before.current, child).bytes.equals(child.bytes)).toBe(false);
});

it('is found by a hash that an older key made', () => {
  const stored = hashRefreshToken(before.current, token);
  expect(hashesOfRefreshToken(after, token).some((hash) => isSameHash(hash, stored))).toBe(true);
  expect(isSameHash(hashRefreshToken(after.current, token), stored)).toBe(false);
});
