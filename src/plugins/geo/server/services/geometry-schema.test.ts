import { createGeometrySchemaService } from './geometry-schema';
import type { DatabaseOffer } from '../repositories/postgis';

const suitable: DatabaseOffer = {
  database: 'shoal',
  role: 'shoal',
  postgresVersion: 150_018,
  postgisVersion: '3.3.2',
};

/** A service on a database that offers `before`, and `after` once the extension was asked for. */
function createOn(before: Partial<DatabaseOffer>, after: Partial<DatabaseOffer> = before) {
  let offer = before;
  const notAsked = () => Promise.reject(new Error('no column is asked for here'));
  return createGeometrySchemaService({
    postgis: {
      inspect: () => Promise.resolve({ ...suitable, ...offer }),
      createExtension: () => {
        offer = after;
        return Promise.reject(new Error('permission denied'));
      },
    },
    columns: {
      inspect: notAsked,
      lock: notAsked,
      dropColumn: notAsked,
      addColumn: notAsked,
      writeNote: notAsked,
      addIndex: notAsked,
      addNearIndex: notAsked,
    },
    inTransaction: notAsked,
  });
}

it('takes PostgreSQL 15 with PostGIS 3.3 and later', async () => {
  await expect(createOn({}).ensure([])).resolves.toBeUndefined();
  await expect(
    createOn({ postgresVersion: 180_003, postgisVersion: '4.0.0dev' }).ensure([]),
  ).resolves.toBeUndefined();
});

it('says which version is too old', async () => {
  await expect(createOn({ postgresVersion: 140_012 }).ensure([])).rejects.toThrow(
    'PostgreSQL 15 or later is needed, this is 14.',
  );
  await expect(createOn({ postgisVersion: '3.2.9' }).ensure([])).rejects.toThrow(
    'PostGIS 3.3 or later is needed, this is 3.2.9.',
  );
});

it('gives the statement to run when the role may not create the extension', async () => {
  await expect(createOn({ postgisVersion: null }).ensure([])).rejects.toThrow(
    'As a superuser, in that database, run: create extension postgis;',
  );
});

it('goes on when another instance created the extension in the same moment', async () => {
  const raced = createOn({ postgisVersion: null }, { postgisVersion: '3.3.2' });
  await expect(raced.ensure([])).resolves.toBeUndefined();
});
