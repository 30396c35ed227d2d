import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { CATALOGUE, ELSEWHERE, FILES, numbered } from '../acceptance/catalogue';

const ROOT = path.resolve(__dirname, '..', '..');

it('has every case of the acceptance catalogue in one file', () => {
  const expected = Object.entries(CATALOGUE).flatMap(([letter, count]) =>
    numbered(letter as keyof typeof CATALOGUE, ...Array.from({ length: count }, (_, at) => at + 1)),
  );
  const found = [...Object.values(FILES), ...Object.values(ELSEWHERE)].flat();
  expect(found.sort()).toEqual(expected.sort());
});

it('has a file for each part of the catalogue that the map names', () => {
  const found = readdirSync(path.join(ROOT, 'tests', 'acceptance')).flatMap(
    (file) => /^([a-z]-.*)\.test\.ts$/.exec(file)?.[1] ?? [],
  );
  expect(found.sort()).toEqual(Object.keys(FILES).sort());
});

it.each(Object.entries(ELSEWHERE))('finds its cases named in %s', (file, ids) => {
  const text = readFileSync(path.join(ROOT, file), 'utf8');
  expect(ids.filter((id) => !text.includes(id))).toEqual([]);
});
