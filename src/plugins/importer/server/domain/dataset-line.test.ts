import { presentDataset } from './dataset-line';

const day = (text: string) => new Date(`${text}T00:00:00Z`);
const KNOWN = {
  documentId: 'd1',
  title: 'Cod survey',
  provider: 'obis',
  datasetKey: 'k',
  updatedAtProvider: day('2026-05-01'),
  accessedAt: day('2026-06-01'),
  withdrawnAt: null,
  pulledAt: day('2026-06-02'),
  pulledUpdate: day('2026-05-01'),
  records: 3,
};

it('is up to date when what the provider last changed is what was read', () => {
  expect(presentDataset(KNOWN)).toMatchObject({
    isBehind: false,
    pulledAt: '2026-06-02T00:00:00.000Z',
  });
});

it('is behind when the provider has changed it since it was read', () => {
  const updatedAtProvider = day('2026-05-02');
  expect(presentDataset({ ...KNOWN, updatedAtProvider })).toMatchObject({ isBehind: true });
});

it('is judged by when it was described where no run has read it to its end', () => {
  const unread = { ...KNOWN, pulledAt: null, pulledUpdate: null };
  expect(presentDataset(unread)).toMatchObject({
    isBehind: false,
    pulledAt: '2026-06-01T00:00:00.000Z',
  });
  expect(presentDataset({ ...unread, accessedAt: null })).toMatchObject({ isBehind: true });
});

it('is not behind when the provider has withdrawn it', () => {
  const gone = { ...KNOWN, pulledUpdate: null, withdrawnAt: day('2026-07-01') };
  expect(presentDataset(gone)).toMatchObject({ isBehind: false });
});
