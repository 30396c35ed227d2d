import { asksForProfiles, readProfileOptions } from './profile-options';

it('tells a stored question from one of its own', () => {
  expect(asksForProfiles(['--profile', 'Cod'])).toBe(true);
  expect(asksForProfiles(['--profile=Cod'])).toBe(true);
  expect(asksForProfiles(['--profiles', '--full'])).toBe(true);
  expect(asksForProfiles(['obis', '--taxon', '1'])).toBe(false);
});

it('asks for what has changed unless it is told otherwise', () => {
  expect(readProfileOptions(['--profile', 'Cod of GBIF'])).toEqual({
    profile: 'Cod of GBIF',
    mode: 'incremental',
    isConfirmed: false,
    resume: false,
    confirmWithdrawals: false,
    isJson: false,
  });
  expect(readProfileOptions(['--profiles', '--full', '--yes', '--json'])).toMatchObject({
    profile: null,
    mode: 'full',
    isConfirmed: true,
    isJson: true,
  });
});

it.each([
  ['--profiles --profile Cod', /not both/],
  ['--profiles --full --incremental', /one of --incremental and --full/],
  ['--profiles obis', /obis/],
  ['--profile', /profile/],
  ['--profiles --taxon 1', /taxon/],
])('refuses "%s" with the usage', (line, reason) => {
  const read = () => readProfileOptions(line.split(' '));
  expect(read).toThrow(reason);
  expect(read).toThrow(/Usage: npm run import/);
});
