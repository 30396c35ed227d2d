import { readAddToGroupOptions } from './options';

it('takes a group and addresses', () => {
  expect(readAddToGroupOptions(['BTF001', 'a@example.org', 'b@example.org'])).toEqual({
    group: 'BTF001',
    emails: ['a@example.org', 'b@example.org'],
    isDryRun: false,
    isJson: false,
  });
  expect(readAddToGroupOptions(['--json', 'BTF001', 'a@example.org', '--dry-run'])).toMatchObject({
    isDryRun: true,
    isJson: true,
  });
});

it.each([[[]], [['BTF001']], [['BTF001', 'a@example.org', '--dryrun']], [['', 'a@example.org']]])(
  'refuses %j and shows the usage',
  (args) => {
    expect(() => readAddToGroupOptions(args)).toThrow('Usage: npm run add-to-group');
  },
);
