import { changesBetween, type AccountState } from './account-state';

const account = (changes: Partial<AccountState> = {}): AccountState => ({
  userId: 1,
  documentId: 'a1',
  username: 'mia',
  email: 'mia@reef.example',
  status: 'active',
  role: 'student',
  track: null,
  isAddressProven: true,
  hasPassword: false,
  isProtected: false,
  ...changes,
});

it.each([
  ['active', 'suspended', 'account-suspended'],
  ['pending', 'suspended', 'account-suspended'],
  ['suspended', 'active', 'account-reinstated'],
  ['suspended', 'pending', 'account-reinstated'],
  ['pending', 'active', 'marked-verified'],
  ['active', 'pending', 'verification-withdrawn'],
] as const)('calls the way from %s to %s %s', (before, after, type) => {
  const changes = changesBetween(account({ status: before }), account({ status: after }));
  expect(changes.map((change) => change.type)).toEqual([type]);
});

it('tells a new role and track with what they were before', () => {
  const after = account({ role: 'mentor', track: 'reef' });
  expect(changesBetween(account(), after)).toEqual([
    { type: 'role-changed', details: { was: 'student', became: 'mentor' } },
    { type: 'track-changed', details: { was: null, became: 'reef' } },
  ]);
});

it('tells that an address changed, and not which', () => {
  const after = account({ email: 'other@reef.example' });
  expect(changesBetween(account(), after)).toEqual([{ type: 'email-changed' }]);
});

it('tells that an account was protected, or is not any more', () => {
  const shielded = account({ isProtected: true });
  expect(changesBetween(account(), shielded)).toEqual([{ type: 'account-protected' }]);
  expect(changesBetween(shielded, account())).toEqual([{ type: 'account-unprotected' }]);
});

it('tells of an account that came or went', () => {
  expect(changesBetween(null, account())).toEqual([
    { type: 'account-created', details: { role: 'student', status: 'active' } },
  ]);
  expect(changesBetween(account(), null)).toEqual([{ type: 'account-deleted' }]);
});

it('has nothing to tell of what matters to nobody', () => {
  const after = account({ username: 'mia2', email: 'MIA@reef.example' });
  expect(changesBetween(account(), after)).toEqual([]);
  expect(changesBetween(null, null)).toEqual([]);
});
