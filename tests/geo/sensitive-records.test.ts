import { startApp, type TestApp } from '../support/app';
import { createNests, NEST, type StoredPlace } from '../support/nests';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());
beforeEach(async () => {
  await app.db('occurrences').delete();
  await app.db('taxa').delete();
});

const { nest, stored } = createNests(() => app);
const change = (id: number, columns: Record<string, unknown>) =>
  app.db('occurrences').where({ id }).update(columns);

let taxonCount = 0;
const taxon = (aphiaId: number, name: string, columns: Record<string, unknown> = {}) =>
  app.db('taxa').insert({
    document_id: `taxon${String((taxonCount += 1)).padStart(19, '0')}`,
    aphia_id: aphiaId,
    scientific_name: name,
    ...columns,
  });

describe('a sensitive record', () => {
  it.each([
    ['degree_0_01', -9.51, 38.72, 1583, '0.01 degree'],
    ['degree_0_1', -9.5, 38.7, 15_704, '0.1 degree'],
    ['degree_1', -10, 39, 156_917, '1 degree'],
  ])(
    'is stored at its level %s, its exact values apart',
    async (level, lon, lat, meters, words) => {
      const { id } = await nest({ sensitivity: level });
      expect(await stored(id)).toMatchObject({
        decimal_longitude: lon,
        decimal_latitude: lat,
        coordinate_uncertainty_in_meters: meters,
        locality: null,
        bathymetry_in_meters: null,
        shore_distance_in_meters: null,
        exact_longitude: NEST.lon,
        exact_latitude: NEST.lat,
        exact_locality: 'Third rock behind the lighthouse',
        applied_sensitivity: level,
        data_generalizations: `Coordinates rounded to ${words}.`,
        information_withheld: expect.stringMatching(/^Exact coordinates, locality/),
      });
    },
  );

  it('has no position at all when that is withheld', async () => {
    const { id } = await nest({ sensitivity: 'withheld' });
    expect(await stored(id)).toMatchObject({
      decimal_longitude: null,
      decimal_latitude: null,
      coordinate_uncertainty_in_meters: null,
      exact_longitude: NEST.lon,
      information_withheld: expect.stringMatching(/^Coordinates, locality/),
    });
  });

  it('covers the exact position by its uncertainty, wherever on Earth', async () => {
    const { rows } = await app.db.raw<{ rows: { narrow: number }[] }>(
      `with placed as (
         insert into occurrences (document_id, provider, dataset_key, record_key, scientific_name,
                absence, dropped, sensitivity, decimal_longitude, decimal_latitude)
         select 'u' || n || level, 'u', level, n::text, 'Mola mola', false, false, level,
                -180 + random() * 360, degrees(asin(2 * random() - 1))
           from generate_series(1, 500) n,
                unnest(array['degree_0_01', 'degree_0_1', 'degree_1']) level
         returning *)
       select cast(count(*) as integer) as narrow from placed
        where st_distance(cast(st_setsrid(st_makepoint(decimal_longitude, decimal_latitude), 4326) as geography),
                          cast(st_setsrid(st_makepoint(exact_longitude, exact_latitude), 4326) as geography))
              > coordinate_uncertainty_in_meters`,
    );
    expect(rows).toEqual([{ narrow: 0 }]);
  });

  it('changes nothing when the public values are written back', async () => {
    const { id } = await nest({ sensitivity: 'degree_0_1' });
    const before = await stored(id);
    await change(id, {
      decimal_latitude: before.decimal_latitude,
      decimal_longitude: before.decimal_longitude,
      coordinate_uncertainty_in_meters: before.coordinate_uncertainty_in_meters,
      locality: before.locality,
      sex: 'female',
    });
    expect(await stored(id)).toEqual({ ...before, sex: 'female' });
  });

  it('takes another public value as an exact one, and an exact one as such', async () => {
    const { id } = await nest({ sensitivity: 'degree_0_1' });
    await change(id, { decimal_latitude: 38.812345 });
    expect(await stored(id)).toMatchObject({
      decimal_latitude: 38.8,
      decimal_longitude: -9.5,
      exact_latitude: 38.812345,
      exact_longitude: NEST.lon,
    });
    await change(id, { exact_longitude: -9.412345, locality: 'Elsewhere' });
    expect(await stored(id)).toMatchObject({
      decimal_longitude: -9.4,
      exact_longitude: -9.412345,
      locality: null,
      exact_locality: 'Elsewhere',
    });
  });

  it('follows its level up and down, and is itself again without one', async () => {
    const { id } = await nest();
    const before = await stored(id);
    for (const level of ['degree_0_01', 'withheld', 'degree_1', 'degree_0_1']) {
      await change(id, { sensitivity: level });
    }
    expect(await stored(id)).toMatchObject({ decimal_latitude: 38.7, exact_latitude: NEST.lat });
    await change(id, { sensitivity: null });
    expect(await stored(id)).toEqual(before);
  });

  it('is copied with its exact values', async () => {
    const { id } = await nest({ sensitivity: 'degree_1' });
    const {
      id: _id,
      geom: _geom,
      geom_exact: _exact,
      ...columns
    } = (await stored(id)) as StoredPlace & {
      id: number;
      geom: unknown;
      geom_exact: unknown;
    };
    const { raw, flags, ...plain } = columns as Record<string, unknown>;
    expect([raw, flags]).toEqual([null, null]);
    await app.db('occurrences').insert({ ...plain, record_key: 'copy', document_id: 'copy' });
    const [copy] = await app.db('occurrences').where({ record_key: 'copy' });
    expect(copy).toMatchObject({ exact_latitude: NEST.lat, decimal_latitude: 39 });
  });
});

describe('a record of a sensitive taxon', () => {
  const levelOf = async (columns: Record<string, unknown>) => {
    const { id } = await nest(columns);
    return (await stored(id)).applied_sensitivity;
  };

  it('has the strictest level of itself and everything that it belongs to', async () => {
    await taxon(10, 'Hippocampus', { taxon_rank: 'Genus', sensitivity: 'degree_0_01' });
    await taxon(11, 'Hippocampus guttulatus', { genus: 'Hippocampus', family: 'Syngnathidae' });
    await taxon(12, 'Hippocampus ramulosus', { accepted_aphia_id: 11 });
    await taxon(13, 'Acus aequoreus', { accepted_aphia_id: 11 });
    await taxon(20, 'Gadus morhua', { genus: 'Gadus' });
    const other = { scientific_name: 'Of another name' };
    expect(await levelOf({ ...other, aphia_id: 20 })).toBeNull();
    expect(await levelOf({ ...other, aphia_id: 10 })).toBe('degree_0_01');
    expect(await levelOf({ ...other, aphia_id: 11 })).toBe('degree_0_01');
    expect(await levelOf({ ...other, aphia_id: 13 })).toBe('degree_0_01');
    expect(await levelOf({ ...other, aphia_id: 20, matched_aphia_id: 13 })).toBe('degree_0_01');
    expect(await levelOf({ scientific_name: 'Hippocampus guttulatus' })).toBe('degree_0_01');
    expect(await levelOf({ ...other, aphia_id: 13, sensitivity: 'degree_1' })).toBe('degree_1');
    await taxon(30, 'Syngnathidae', { taxon_rank: 'Family', sensitivity: 'withheld' });
    expect(await levelOf({ ...other, aphia_id: 13, sensitivity: 'degree_1' })).toBe('withheld');
    await app.db('taxa').where({ aphia_id: 30 }).delete();
    await app.db('taxa').where({ aphia_id: 10 }).update({ sensitivity: null });
    await app.db('taxa').where({ aphia_id: 12 }).update({ sensitivity: 'degree_0_1' });
    expect(await levelOf({ ...other, aphia_id: 11 })).toBe('degree_0_1');
  });

  it('follows every change of the taxa', async () => {
    const { id } = await nest({ aphia_id: 13, scientific_name: 'Acus aequoreus' });
    const other = await nest({ aphia_id: 20, scientific_name: 'Gadus morhua' });
    const level = async () => (await stored(id)).applied_sensitivity;
    await taxon(30, 'Syngnathidae', { sensitivity: 'degree_1' });
    expect(await level()).toBeNull();
    await taxon(11, 'Hippocampus guttulatus', { family: 'Syngnathidae' });
    await taxon(13, 'Acus aequoreus');
    expect(await level()).toBeNull();
    await app.db('taxa').where({ aphia_id: 13 }).update({ accepted_aphia_id: 11 });
    expect(await level()).toBe('degree_1');
    await app.db('taxa').where({ aphia_id: 11 }).update({ family: 'Other' });
    expect(await level()).toBeNull();
    await app.db('taxa').where({ aphia_id: 11 }).update({ sensitivity: 'degree_0_1' });
    expect(await level()).toBe('degree_0_1');
    await app.db('taxa').where({ aphia_id: 13 }).update({ accepted_aphia_id: null });
    expect(await level()).toBeNull();
    await app.db('taxa').where({ aphia_id: 13 }).update({ sensitivity: 'withheld' });
    expect(await level()).toBe('withheld');
    expect((await stored(other.id)).applied_sensitivity).toBeNull();
    await app.db.raw('truncate taxa cascade');
    expect(await stored(id)).toMatchObject({
      applied_sensitivity: null,
      decimal_latitude: NEST.lat,
      locality: 'Third rock behind the lighthouse',
    });
  });
});
