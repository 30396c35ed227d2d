import { readVerifyUsersOptions } from './options';

const NOW = new Date('2025-09-01T10:00:00Z');

it('means all accounts that there are when nothing is said', () => {
  expect(readVerifyUsersOptions([], NOW)).toEqual({ createdBefore: NOW, isDryRun: false });
});

it.each([
  ['2025-08-31', '2025-08-31T00:00:00.000Z'],
  ['2025-08-31T12:00:00+02:00', '2025-08-31T10:00:00.000Z'],
])('takes accounts from before %s', (given, moment) => {
  const { createdBefore, isDryRun } = readVerifyUsersOptions(
    ['--created-before', given, '--dry-run'],
    NOW,
  );
  expect([createdBefore.toISOString(), isDryRun]).toEqual([moment, true]);
});

it.each([
  [['--created-before', '31.8.2025']],
  [['--created-before', '2025-02-30']],
  [['--created-before', '2025-08-31T12:00:00']],
  [['--created-before']],
  [['--dryrun']],
  [['everybody']],
  [['--dry-run=yes']],
])('refuses %s and shows the usage', (args) => {
  expect(() => readVerifyUsersOptions(args, NOW)).toThrow('Usage: npm run verify-users');
});
