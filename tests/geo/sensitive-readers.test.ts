import { startApp, type TestApp } from '../support/app';
import { makeSignedIn } from '../support/console-rig';
import { createMapReader, type FeatureCollection } from '../support/map-reader';
import { createNests, NEST, type StoredPlace } from '../support/nests';
import { signInToPanel } from '../support/panel';

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

describe('nobody finds the nest', () => {
  const { ask, read } = createMapReader(() => app);
  const rest = async (query: string) => {
    const answer = await fetch(`${app.url}/api/occurrences?${query}`);
    return { status: answer.status, text: await answer.text() };
  };

  it('by boxes that shrink around it', async () => {
    await nest({ sensitivity: 'degree_0_1' });
    const halfWidths = Array.from({ length: 24 }, (_, step) => 2 ** (1 - step));
    const seen = [];
    for (const half of halfWidths) {
      const box = [NEST.lon - half, NEST.lat - half, NEST.lon + half, NEST.lat + half];
      const { numberReturned } = await read(`?bbox=${box.join(',')}`);
      if (numberReturned > 0) seen.push(half);
    }
    // It is found by the corner of its cell, 0.0235 degrees away, and by nothing finer.
    expect(Math.min(...seen)).toBe(0.03125);
    const { features } = await read('?bbox=-9.5,38.7,-9.5,38.7');
    expect(features.map(({ geometry }) => geometry.coordinates)).toEqual([[-9.5, 38.7]]);
  });

  it('on the map when it is withheld', async () => {
    await nest({ sensitivity: 'withheld' });
    expect((await read('')).numberReturned).toBe(0);
  });

  it('in the properties of its feature', async () => {
    await nest({ sensitivity: 'degree_1' });
    const text = await (await ask('')).text();
    expect(text).not.toMatch(/38\.7|9\.5|lighthouse|exact[A-Z]/);
    expect(text).toContain('Coordinates rounded to 1 degree.');
  });

  it('through generated REST: its answer, filters, sorting, fields, populate and search', async () => {
    await nest({
      sensitivity: 'degree_1',
      record_key: `triplet-when-where:["a","b","c",null,${NEST.lon},${NEST.lat},null,null]`,
      raw: JSON.stringify({ decimalLatitude: NEST.lat }),
    });
    const { status, text } = await rest('');
    expect(status).toBe(200);
    expect(text).not.toMatch(/38\.72|9\.51|lighthouse|exact[A-Z]|recordKey|appliedSensitivity/);
    expect(text).toContain('"decimalLatitude":39');
    const none = '"total":0';
    expect(
      (
        await rest(
          'filters[decimalLatitude][$between][0]=38.7&filters[decimalLatitude][$between][1]=38.8',
        )
      ).text,
    ).toContain(none);
    expect((await rest('filters[locality][$containsi]=rock')).text).toContain(none);
    expect((await rest('filters[bathymetryInMeters][$notNull]=true')).text).toContain(none);
    expect((await rest('_q=lighthouse')).text).toContain(none);
    expect((await rest('_q=38.72')).text).toContain(none);
    for (const name of [
      'exactLatitude',
      'exactLocality',
      'appliedSensitivity',
      'recordKey',
      'raw',
    ]) {
      expect((await rest(`filters[${name}][$notNull]=true`)).status).toBe(400);
      expect((await rest(`filters[$or][0][${name}][$gt]=1`)).status).toBe(400);
      expect((await rest(`sort=${name}`)).status).toBe(400);
      expect((await rest(`fields=${name}`)).status).toBe(400);
      expect((await rest(`populate=${name}`)).status).toBe(400);
    }
  });

  it('but an administrator of the platform, on the map', async () => {
    await nest({ sensitivity: 'withheld' });
    const box = [NEST.lon - 0.001, NEST.lat - 0.001, NEST.lon + 0.001, NEST.lat + 0.001];
    const find = async (role: string) => {
      const { headers } = await makeSignedIn(app, { role });
      const answer = await fetch(`${app.url}/api/geo/occurrences?bbox=${box.join(',')}`, {
        headers,
      });
      expect(answer.headers.get('cache-control')).toBe('private, no-cache');
      return (await answer.json()) as FeatureCollection;
    };
    const found = await find('admin');
    expect(found.features.map(({ geometry }) => geometry.coordinates)).toEqual([
      [NEST.lon, NEST.lat],
    ]);
    expect((await find('supervisor')).numberReturned).toBe(0);
  });
});

describe('the panel', () => {
  const PATH = '/content-manager/collection-types/api::occurrence.occurrence';

  it('shows editors the exact values, and keeps them when a form is sent back', async () => {
    const { id, document_id: documentId } = await nest({ sensitivity: 'degree_0_1' });
    const before = await stored(id);
    const editor = await signInToPanel(app, 'strapi-editor');
    const { data } = (await (await editor.ask(`${PATH}/${documentId}`)).json()) as {
      data: Record<string, unknown>;
    };
    expect(data).toMatchObject({ decimalLatitude: 38.7, exactLatitude: NEST.lat });
    const answer = await editor.ask(`${PATH}/${documentId}`, {
      method: 'PUT',
      body: { ...data, sex: 'female' },
    });
    expect(answer.status).toBe(200);
    const { updated_at: _, ...after } = (await stored(id)) as StoredPlace & { updated_at: unknown };
    expect(after).toMatchObject({
      exact_latitude: before.exact_latitude,
      exact_longitude: before.exact_longitude,
      exact_locality: before.exact_locality,
      decimal_latitude: before.decimal_latitude,
      coordinate_uncertainty_in_meters: before.coordinate_uncertainty_in_meters,
      sex: 'female',
    });
  });

  it('generalises what an editor marks and what an editor makes', async () => {
    const { document_id: documentId, id } = await nest();
    const editor = await signInToPanel(app, 'strapi-editor');
    await editor.ask(`${PATH}/${documentId}`, {
      method: 'PUT',
      body: { sensitivity: 'degree_1' },
    });
    expect(await stored(id)).toMatchObject({ decimal_latitude: 39, exact_latitude: NEST.lat });
    const made = await editor.ask(PATH, {
      method: 'POST',
      body: {
        scientificName: 'Mola mola',
        provider: 'panel',
        datasetKey: 'a',
        recordKey: 'b',
        absence: false,
        dropped: false,
        sensitivity: 'withheld',
        decimalLatitude: NEST.lat,
        decimalLongitude: NEST.lon,
      },
    });
    expect(made.status).toBe(201);
    const [row] = await app.db('occurrences').where({ provider: 'panel' });
    expect(row).toMatchObject({ decimal_latitude: null, exact_latitude: NEST.lat });
  });
});
