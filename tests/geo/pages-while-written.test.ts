import { setTimeout as sleep } from 'node:timers/promises';
import { startApp, type TestApp } from '../support/app';
import { insertOccurrence } from '../support/factories';

/** What a client may keep of a page that it read while others were writing. */
let app: TestApp;
beforeAll(async () => {
  app = await startApp();
  for (let record = 0; record < 20; record += 1) await insertOccurrence(app.db);
});
afterAll(() => app.stop());

const ROADS = {
  list: '/api/geo/occurrences?bbox=-10,38,-9,39&limit=20',
  items: '/api/ogc/collections/occurrences/items?bbox=-10,38,-9,39&limit=20',
};
const WRITES = 25;
/** Longer than a version is kept for the next who ask. */
const SETTLED_MS = 700;

interface Page {
  features: { properties: { scientificName: string } }[];
}
interface Kept {
  tag: string;
  names: Set<string>;
}

async function read(path: string): Promise<Kept> {
  const answer = await fetch(app.url + path);
  const { features } = (await answer.json()) as Page;
  expect(features).toHaveLength(20);
  return {
    tag: answer.headers.get('etag') ?? '',
    names: new Set(features.map(({ properties }) => properties.scientificName)),
  };
}

async function isStillRight(path: string, tag: string): Promise<boolean> {
  const answer = await fetch(app.url + path, { headers: { 'if-none-match': tag } });
  return answer.status === 304;
}

/** Each statement gives all records another name; readers ask until the last one has. */
async function readWhileWriting(path: string, name: (write: number) => string): Promise<Kept[]> {
  const kept: Kept[] = [];
  let isWriting = true;
  const readers = [1, 2, 3].map(async () => {
    while (isWriting) kept.push(await read(path));
  });
  for (let write = 1; write <= WRITES; write += 1) {
    await app.db.raw('update occurrences set scientific_name = ?', [name(write)]);
    await sleep(5);
  }
  isWriting = false;
  await Promise.all(readers);
  return kept;
}

describe.each(Object.entries(ROADS))('a page of the %s', (road, path) => {
  it('shows one moment of the table, and is confirmed only while it is what the table holds', async () => {
    for (const burst of ['first', 'second', 'third']) {
      const nameOf = (write: number) => `${road} ${burst} ${write}`;
      const kept = await readWhileWriting(path, nameOf);
      expect(kept.length).toBeGreaterThan(3);
      for (const { names } of kept) expect(names.size).toBe(1);
      await sleep(SETTLED_MS);
      const tags = new Set(kept.map(({ tag }) => tag));
      for (const tag of tags) {
        if (!(await isStillRight(path, tag))) continue;
        const shown = kept.filter((page) => page.tag === tag).flatMap(({ names }) => [...names]);
        expect(new Set(shown)).toEqual(new Set([nameOf(WRITES)]));
      }
      const last = await read(path);
      expect([...last.names]).toEqual([nameOf(WRITES)]);
      expect(await isStillRight(path, last.tag)).toBe(true);
    }
  });
});
