import { demoPeopleOf } from './programme/people';
import { describeSeed, type SeedReport } from './seed-report';
import { tally } from './tally';

const [ines] = demoPeopleOf('mentor');
const accounts = ines ? [ines] : [];
const unchanged: SeedReport = {
  dataset: tally(0, 1),
  taxa: tally(0, 3),
  occurrences: tally(0, 20),
  groups: tally(0, 12),
  milestones: tally(0, 60),
  tasks: tally(0, 204),
  events: tally(0, 8),
  resources: tally(0, 8),
  announcements: tally(0, 9),
  people: { ...tally(0, 1), accounts },
  admin: null,
  seconds: 0.05,
};

it('says that nothing was changed, and no password, when all was there', () => {
  const text = describeSeed(unchanged);
  expect(text).toMatch(/already; nothing was changed/);
  expect(text).not.toMatch(/password /);
});

it('shows the new password and what was made', () => {
  const admin = { email: 'admin@shoal.local', password: 'Xy-1234567890' };
  const text = describeSeed({ ...unchanged, occurrences: tally(15, 20), admin });
  expect(text).toMatch(/occurrences +15 made +5 already there/);
  expect(text).toContain('Xy-1234567890');
  expect(text).toContain('mentor       Ines Haddad <ines.haddad@shoal.example>');
});
