import { username } from '../../contract/username';
import { usernamesFor } from './derive-username';

const firstTwo = (email: string) => {
  const names = usernamesFor(email, (end) => end - 1);
  return [names.next().value, names.next().value];
};

it.each([
  ['kim.lee@example.org', ['kim.lee', 'kim.lee999999']],
  ['kim+shoal@example.org', ['kim', 'kim999999']],
  ["o'brien!@example.org", ['o-brien', 'o-brien999999']],
  ['al@example.org', ['member999999', 'member999999']],
  ['_-_@example.org', ['member999999', 'member999999']],
  ['+x@example.org', ['member999999', 'member999999']],
  [`${'a'.repeat(64)}@example.org`, ['a'.repeat(24), `${'a'.repeat(24)}999999`]],
  [`${'a'.repeat(23)}.b@example.org`, ['a'.repeat(23), `${'a'.repeat(23)}999999`]],
])('calls %s by a name that people may have', (email, names) => {
  expect(firstTwo(email)).toEqual(names);
  for (const name of names) expect(username.safeParse(name).success).toBe(true);
});
