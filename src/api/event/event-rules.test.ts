import { eventRule } from './event-rules';

const event = {
  startsAt: '2026-05-01T10:00:00Z',
  endsAt: '2026-05-01T12:00:00Z',
  decimalLatitude: 38.7,
  decimalLongitude: -9.1,
  audience: ['public', 'mentor'],
};
const faultyPaths = (changes: object, isDraft = true) =>
  eventRule.check({ ...event, ...changes }, { isDraft }).map(({ path }) => path.join('.'));

it.each([
  ['a whole event', {}],
  ['no end', { endsAt: null }],
  ['dates as Strapi reads them', { startsAt: new Date(0), endsAt: new Date(1) }],
  ['no position', { decimalLatitude: null, decimalLongitude: undefined }],
  ['a position at zero', { decimalLatitude: 0, decimalLongitude: 0 }],
  ['a draft without audience', { audience: null }],
])('takes %s', (_what, changes) => {
  expect(faultyPaths(changes)).toEqual([]);
});

it.each([
  ['an end before the start', { endsAt: '2026-05-01T09:59:59Z' }, ['endsAt']],
  ['an end at the start', { endsAt: new Date('2026-05-01T10:00:00Z') }, ['endsAt']],
  ['a latitude alone', { decimalLongitude: null }, ['decimalLongitude']],
  ['a longitude alone', { decimalLatitude: null }, ['decimalLatitude']],
  ['an empty audience', { audience: [] }, ['audience']],
  ['an audience that is no list', { audience: 'public' }, ['audience']],
  ['an unknown audience', { audience: ['public', 'everyone'] }, ['audience']],
  ['an audience twice', { audience: ['public', 'public'] }, ['audience']],
  ['several faults', { endsAt: '2026-04-01T00:00:00Z', audience: [] }, ['endsAt', 'audience']],
])('refuses %s', (_what, changes, paths) => {
  expect(faultyPaths(changes)).toEqual(paths);
});

it('asks for an audience when everybody could see it', () => {
  expect(faultyPaths({ audience: null }, false)).toEqual(['audience']);
});
