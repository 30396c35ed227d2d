import { readdirSync } from 'node:fs';
import path from 'node:path';
import { CATALOGUE, FILES, numbered } from '../acceptance/catalogue';

const FOLDER = path.resolve(__dirname, '..', 'acceptance');

it('has every case of the acceptance catalogue in one file', () => {
  const expected = Object.entries(CATALOGUE).flatMap(([letter, count]) =>
    numbered(letter as keyof typeof CATALOGUE, ...Array.from({ length: count }, (_, at) => at + 1)),
  );
  expect(Object.values(FILES).flat().sort()).toEqual(expected.sort());
});

it('has a file for each part of the catalogue that the map names', () => {
  const found = readdirSync(FOLDER).flatMap(
    (file) => /^([act]-.*)\.test\.ts$/.exec(file)?.[1] ?? [],
  );
  expect(found.sort()).toEqual(Object.keys(FILES).sort());
});
