import type { AccountChanges } from '../../contract/account-directory';
import { protectionAgainst, protectionAgainstRemoval } from './account-protection';

const account = {
  documentId: 'a1',
  role: 'admin',
  status: 'active',
  email: 'a@reef.example',
} as const;
const plain = { ...account, isProtected: false };
const shielded = { ...account, isProtected: true };
const self = { kind: 'user', id: 'a1' } as const;
const other = { kind: 'user', id: 'b2' } as const;

const DELICATE: AccountChanges[] = [
  { role: 'student' },
  { status: 'suspended' },
  { status: 'pending' },
  { email: 'b@reef.example' },
];
const HARMLESS: AccountChanges[] = [
  {},
  { role: 'admin', status: 'active', email: 'A@reef.example' },
  { username: 'b', track: 'reef' },
  { isProtected: true },
];

it.each(DELICATE)(
  'keeps people from doing %j to themselves, and others to a protected one',
  (changes) => {
    expect(protectionAgainst(plain, { changes, actor: self })).toBe('own-account');
    expect(protectionAgainst(shielded, { changes, actor: other })).toBe('protected-account');
    expect(protectionAgainst(plain, { changes, actor: other })).toBeNull();
  },
);

it.each(HARMLESS)('lets %j pass', (changes) => {
  expect(protectionAgainst(plain, { changes, actor: self })).toBeNull();
  expect(protectionAgainst(shielded, { changes, actor: other })).toBeNull();
});

it('lets others take a protection away, and nobody their own', () => {
  const changes = { isProtected: false };
  expect(protectionAgainst(shielded, { changes, actor: self })).toBe('own-account');
  expect(protectionAgainst(plain, { changes, actor: self })).toBeNull();
  expect(protectionAgainst(shielded, { changes, actor: other })).toBeNull();
  const both = { isProtected: false, role: 'student' };
  expect(protectionAgainst(shielded, { changes: both, actor: other })).toBe('protected-account');
});

it('gives access back to a protected account', () => {
  const suspended = { ...shielded, status: 'suspended' } as const;
  expect(protectionAgainst(suspended, { changes: { status: 'active' }, actor: other })).toBeNull();
});

it('removes neither the own account nor a protected one', () => {
  expect(protectionAgainstRemoval(plain, self)).toBe('own-account');
  expect(protectionAgainstRemoval(shielded, other)).toBe('protected-account');
  expect(protectionAgainstRemoval(plain, { kind: 'system', id: null })).toBeNull();
});
