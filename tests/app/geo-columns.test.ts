import type { Knex } from 'knex';
import { createLayer, type GeoLayer } from '../../src/plugins/geo/server/domain/layer';
import {
  createGeometryColumnRepository,
  geometryColumnsOf,
  noteOf,
  type GeometryColumn,
} from '../../src/plugins/geo/server/repositories/geometry-columns';
import { createPostgisRepository } from '../../src/plugins/geo/server/repositories/postgis';
import { createGeometrySchemaService } from '../../src/plugins/geo/server/services/geometry-schema';
import { startApp } from '../support/app';
import { emptyDatabase, onEmbedded, openDatabase } from '../support/database';

let db: Knex;
beforeAll(() => {
  db = openDatabase();
});
afterAll(() => db.destroy());

const layerOf = (lon: string): GeoLayer =>
  createLayer(
    {
      name: 'buoys',
      title: 'Buoys',
      description: 'Where they float',
      contentType: 'api::buoy.buoy',
      position: { lon, lat: 'lat' },
      properties: [],
      rowsFor: () => [],
    },
    {
      tableName: 'buoys',
      draftAndPublish: false,
      attributes: {
        documentId: { type: 'string', columnName: 'document_id' },
        lon: { type: 'float', columnName: 'lon' },
        lat: { type: 'float', columnName: 'lat' },
        easting: { type: 'float', columnName: 'easting' },
      },
    },
  );

const columnFrom = (lon: string): GeometryColumn => {
  const [column] = geometryColumnsOf(layerOf(lon));
  if (!column) throw new Error('A layer has a geometry');
  return column;
};

const schemaServiceOn = (knex: Knex) =>
  createGeometrySchemaService({
    postgis: createPostgisRepository(knex),
    columns: createGeometryColumnRepository(knex),
    inTransaction: (work) => knex.transaction((trx) => work(createGeometryColumnRepository(trx))),
  });

/** Changes whenever the table, its column, its comment or its index is made anew. */
async function footprintOf(table: string): Promise<unknown> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `select c.relname, c.oid, c.relfilenode, cast(c.xmin as text) as version,
            (select array_agg(cast(a.xmin as text) order by a.attnum)
               from pg_attribute a
              where a.attrelid = c.oid) as columns
       from pg_class c
      where c.oid = to_regclass(:table)
         or c.oid in (select indexrelid from pg_index where indrelid = to_regclass(:table))
      order by c.relname`,
    { table },
  );
  return rows;
}

const positionOfBuoy = async () => {
  const { rows } = await db.raw<{ rows: { wkt: string | null }[] }>(
    'select st_asewkt(geom) as wkt from buoys',
  );
  return rows[0]?.wkt;
};

async function makeBuoys(): Promise<void> {
  await db.raw('drop table if exists buoys');
  await db.raw(
    `create table buoys (id serial primary key, document_id text,
                         lon float8, lat float8, easting float8)`,
  );
  await db.raw('insert into buoys (lon, lat, easting) values (1, 2, 3)');
}

it('does no schema statement at all when the app boots for the second time', async () => {
  const first = await startApp();
  await first.stop();
  const before = await footprintOf('occurrences');
  const second = await startApp({ keepDatabase: true });
  await second.stop();
  expect(await footprintOf('occurrences')).toEqual(before);
});

describe('the geometry column of a table', () => {
  beforeAll(() => emptyDatabase());
  beforeEach(() => makeBuoys());

  it('is made for the rows that are there, with its index and a note', async () => {
    await schemaServiceOn(db).ensure([layerOf('lon')]);
    expect(await positionOfBuoy()).toBe('SRID=4326;POINT(1 2)');
    expect(await createGeometryColumnRepository(db).inspect(columnFrom('lon'))).toEqual({
      exists: true,
      isGenerated: true,
      note: noteOf(layerOf('lon')),
      hasIndex: true,
      hasNearIndex: true,
    });
  });

  it('is made anew when it comes from another attribute', async () => {
    await schemaServiceOn(db).ensure([layerOf('lon')]);
    await schemaServiceOn(db).ensure([layerOf('easting')]);
    expect(await positionOfBuoy()).toBe('SRID=4326;POINT(3 2)');
  });

  it('gets its index back when somebody dropped it', async () => {
    await schemaServiceOn(db).ensure([layerOf('lon')]);
    await db.raw('drop index buoys_geom_idx');
    await schemaServiceOn(db).ensure([layerOf('lon')]);
    const { hasIndex } = await createGeometryColumnRepository(db).inspect(columnFrom('lon'));
    expect(hasIndex).toBe(true);
  });

  it('is not taken from somebody who keeps a column of that name', async () => {
    await db.raw('alter table buoys add column geom text');
    await expect(schemaServiceOn(db).ensure([layerOf('lon')])).rejects.toThrow(
      'the table "buoys" already has a column "geom" that is not ours',
    );
  });

  it('is made once when several instances boot together', async () => {
    // The embedded database takes one transaction at a time whatever we do.
    const instances = Array.from({ length: onEmbedded() ? 1 : 6 }, openDatabase);
    try {
      await Promise.all(
        instances.map((instance) => schemaServiceOn(instance).ensure([layerOf('lon')])),
      );
      expect(await positionOfBuoy()).toBe('SRID=4326;POINT(1 2)');
    } finally {
      await Promise.all(instances.map((instance) => instance.destroy()));
    }
  });
});
