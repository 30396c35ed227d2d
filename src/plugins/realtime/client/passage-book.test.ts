import type { Crossing } from '../contract/checkpoints';
import { createPassageBook } from './passage-book';

const person = { id: 'a', name: 'Ada', role: null };
const at = (second: number) => new Date(Date.UTC(2026, 5, 1, 8, 0, second)).toISOString();
const change = (
  [after, upTo]: [number | null, number | null],
  ...crossings: [Crossing['type'], number][]
) => ({
  person,
  checkpoint: 'buoy',
  after: after === null ? null : at(after),
  upTo: upTo === null ? null : at(upTo),
  crossings: crossings.map(([type, second]) => ({ type, at: at(second) })),
});
const passage = (enteredAt: number, leftAt: number | null) => ({
  person,
  checkpoint: 'buoy',
  enteredAt: at(enteredAt),
  leftAt: leftAt === null ? null : at(leftAt),
});

it('adds what comes, and corrects what was told of the same time', () => {
  const book = createPassageBook();
  book.replace([passage(1, 5)]);
  book.apply(change([5, null], ['entered', 20]));
  expect(book.passages()).toEqual([passage(1, 5), passage(20, null)]);
  book.apply(change([20, null], ['left', 40]));
  book.apply(change([20, 40], ['left', 25], ['entered', 30], ['left', 35]));
  expect(book.passages()).toEqual([passage(1, 5), passage(20, 25), passage(30, 35)]);
  book.apply(change([5, 20], ['entered', 12]));
  book.apply(change([5, 20], ['entered', 12]));
  expect(book.passages()).toEqual([passage(1, 5), passage(12, 25), passage(30, 35)]);
});
