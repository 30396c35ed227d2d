import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createObisPool, type ObisFields } from './pool';
import type { ObisRecords } from './provider';

const FOLDER = path.resolve(__dirname, '..', '..', '..', 'fixtures', 'obis');

interface Fixture {
  composed: true;
  about: string;
  occurrences: unknown[];
  datasets: ObisFields[];
}

/** A composed fixture of `tests/fixtures/obis`, by name. */
export function readObisFixture(name: string): { records: ObisRecords; fixture: Fixture } {
  const text = readFileSync(path.join(FOLDER, `${name}.json`), 'utf8');
  const fixture = JSON.parse(text) as Fixture;
  if (!fixture.composed) throw new Error(`${name} is not marked as composed`);
  return { records: createObisPool(fixture.occurrences, fixture.datasets), fixture };
}
