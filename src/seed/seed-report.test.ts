import { describeSeed, type SeedReport, tally } from './seed-report';

const accounts = [{ name: 'Ines Haddad', role: 'mentor', email: 'ines@shoal.example' }];
const unchanged: SeedReport = {
  dataset: tally(0, 1),
  taxa: tally(0, 3),
  occurrences: tally(0, 20),
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
  expect(text).toContain('mentor       Ines Haddad <ines@shoal.example>');
});
