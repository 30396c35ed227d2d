import type { Knex } from 'knex';
import datasetSchema from '../../src/api/dataset/content-types/dataset/schema.json';
import occurrenceSchema from '../../src/api/occurrence/content-types/occurrence/schema.json';
import taxonSchema from '../../src/api/taxon/content-types/taxon/schema.json';
import { createTargetsService } from '../../src/plugins/importer/server/services/targets';
import type { TestApp } from './app';
import { createImportRig, type ImportRig } from './import-rig';
import type { ReplayServer } from './replay-server/server';

const SCHEMAS: Record<string, { collectionName: string; attributes: object } | undefined> = {
  occurrence: occurrenceSchema,
  dataset: datasetSchema,
  taxon: taxonSchema,
};

/** `occurrenceID` as `occurrence_id`: what Strapi calls the column of an attribute. */
const snakeCase = (name: string) => name.replace(/([a-z\d])([A-Z])/g, '$1_$2').toLowerCase();

function metadataOf(uid: string) {
  const schema = SCHEMAS[uid];
  if (!schema) throw new Error(`There is no content type ${uid}`);
  const columns = Object.keys(schema.attributes).map((name) => [
    name,
    { columnName: snakeCase(name) },
  ]);
  return {
    tableName: schema.collectionName,
    attributes: Object.fromEntries(columns) as Record<string, { columnName: string }>,
  };
}

/**
 * The importer on a database that has its tables, without the rest of the application: it is there in
 * a moment, so that it can be killed often.
 */
export function createImporterAlone(
  db: Knex,
  url: string,
  options: Parameters<typeof createImportRig>[2],
): ImportRig {
  const targets = createTargetsService(() => ({ has: (uid) => uid in SCHEMAS, get: metadataOf }));
  targets.register({ occurrence: 'occurrence', dataset: 'dataset', taxon: 'taxon' });
  const strapi = { plugin: () => ({ service: () => targets }) };
  // Of the app the rig asks the targets alone, and of the server its address.
  return createImportRig({ db, strapi } as unknown as TestApp, { url } as ReplayServer, options);
}
