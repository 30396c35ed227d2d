import { citeDataset } from './cite';

const dataset = {
  provider: 'obis',
  title: 'Reef survey',
  citation: 'Ada (2026). Reef survey.',
  accessedAt: '2026-03-01T12:00:00.000Z',
};

it('cites a dataset with the day and the provider it was read from', () => {
  expect(citeDataset(dataset)).toBe('Ada (2026). Reef survey. Accessed 2026-03-01 via OBIS.');
});

it('falls back upon the title, and says no day that nobody knows', () => {
  expect(citeDataset({ ...dataset, citation: null })).toBe(
    'Reef survey. Accessed 2026-03-01 via OBIS.',
  );
  expect(citeDataset({ ...dataset, accessedAt: null })).toBe('Ada (2026). Reef survey.');
  expect(citeDataset({ ...dataset, citation: null, title: null })).toBeNull();
});
