import type { Core } from '@strapi/strapi';
import { withLease } from '../lib/sql/lease';
import { SPECIES } from './catalogue/species';
import { DEMO_DATASET } from './generate/demo-dataset';
import { DEMO_OCCURRENCES, makeOccurrences } from './generate/occurrences';
import type { SeedReport } from './seed-report';
import { tally } from './tally';
import { createDemoRows, type DemoRows } from './write/demo-rows';
import { DEMO_PEOPLE } from './programme/people';
import { makeMissingPeople } from './write/demo-people';
import { makeMissingProgramme } from './write/demo-programme';
import { makeFirstAdmin } from './write/first-admin';

/** Small enough that nobody waits long for the one session of an embedded database. */
const BATCH = 1000;
/** Short, so that a run after a killed one does not wait long. */
const LEASE = { name: 'demo-seed', ttlSeconds: 10 };

async function insertMissingOccurrences(rows: DemoRows): Promise<number> {
  const present = await rows.presentRecordKeys();
  if (present.size >= DEMO_OCCURRENCES) return 0;
  const missing = makeOccurrences().filter(({ recordKey }) => !present.has(recordKey));
  let made = 0;
  for (let start = 0; start < missing.length; start += BATCH) {
    made += await rows.insertOccurrences(missing.slice(start, start + BATCH));
  }
  return made;
}

/**
 * Fills a database with the demonstration, or completes what an interrupted run left. What is there
 * is never changed, edited rows included; rows that were deleted come back. One process at a time.
 */
export function seedDemo(strapi: Core.Strapi, adminEmail: string): Promise<SeedReport> {
  const startedAt = performance.now();
  const db = strapi.db.connection;
  const rows = createDemoRows(db);
  return withLease(db, LEASE, async () => {
    // People first: they fail when the roles are not there, before anything is made.
    const people = await db.transaction(makeMissingPeople);
    // Whole or not at all: rows that are there are taken for linked.
    const programme = await db.transaction((trx) => makeMissingProgramme(trx, new Date()));
    const datasets = await rows.insertMissingDataset(DEMO_DATASET);
    const taxa = await rows.insertMissingTaxa(SPECIES);
    const occurrences = await insertMissingOccurrences(rows);
    return {
      dataset: tally(datasets, 1),
      taxa: tally(taxa, SPECIES.length),
      occurrences: tally(occurrences, DEMO_OCCURRENCES),
      ...programme,
      people: { ...tally(people, DEMO_PEOPLE.length), accounts: DEMO_PEOPLE },
      // Last, so that nothing can fail between making the password and showing it.
      admin: await makeFirstAdmin(strapi, adminEmail),
      seconds: (performance.now() - startedAt) / 1000,
    };
  });
}
