import { isConfirmed, mustBeConfirmed, needsPull, stoodStill } from './withdrawals';

const DAY = 86_400_000;
const UPDATED = new Date('2025-06-01T00:00:00Z');
const listed = { datasetKey: 'a', updatedAtProvider: UPDATED, isGone: false };
const pulledAfter = (days: number, updatedAtProvider: Date | null = UPDATED) => ({
  datasetKey: 'a',
  updatedAtProvider,
  pulledAt: new Date(UPDATED.getTime() + days * DAY),
});

it('reads a dataset again when it was never read, has moved, or cannot be known to stand still', () => {
  expect(needsPull(listed, undefined)).toBe(true);
  expect(needsPull(listed, pulledAfter(30, new Date('2025-05-01T00:00:00Z')))).toBe(true);
  expect(needsPull({ ...listed, updatedAtProvider: null }, pulledAfter(30, null))).toBe(true);
  expect(needsPull({ ...listed, isGone: true }, pulledAfter(30))).toBe(true);
  expect(needsPull(listed, pulledAfter(30))).toBe(false);
});

it('reads a dataset once more that was read right after it was updated', () => {
  expect(needsPull(listed, pulledAfter(1))).toBe(true);
  expect(needsPull(listed, pulledAfter(2))).toBe(false);
});

it('takes a dataset that moved while it was read for unsettled', () => {
  expect(stoodStill(listed, new Date(UPDATED.getTime() + 1))).toBe(true);
  expect(stoodStill(listed, UPDATED)).toBe(false);
  expect(stoodStill({ ...listed, updatedAtProvider: null }, new Date())).toBe(false);
});

const guard = { maxPercent: 20, minRecords: 10 };

it.each([
  [{ records: 20, stored: 100 }, false],
  [{ records: 21, stored: 100 }, true],
  [{ records: 9, stored: 12 }, false],
  [{ records: 10, stored: 12 }, true],
  [{ records: 1, stored: 1 }, true],
  [{ records: 1, stored: 100, unread: 1 }, true],
])('asks about more than the share, and about everything: %j', (counts, expected) => {
  expect(mustBeConfirmed({ datasetKey: 'a', ...counts }, guard)).toBe(expected);
});

it('takes a yes for the dataset and the number it was given for', () => {
  const confirmed = [{ datasetKey: 'a', records: 5, stored: 9 }];
  expect(isConfirmed({ datasetKey: 'a', records: 5, stored: 9 }, confirmed)).toBe(true);
  expect(isConfirmed({ datasetKey: 'a', records: 6, stored: 9 }, confirmed)).toBe(false);
  expect(isConfirmed({ datasetKey: 'b', records: 1, stored: 9 }, confirmed)).toBe(false);
});
