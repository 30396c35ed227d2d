import { normalizeLicense } from '../../src/plugins/importer/server/domain/license';
import { startApp, type TestApp } from '../support/app';
import { insertOccurrence } from '../support/factories';

let app: TestApp;
const DATASET = {
  document_id: 'd000000000000000000000a',
  provider: 'obis',
  dataset_key: 'reef',
  title: 'Reef survey',
  citation: 'Ada (2026). Reef survey.',
  doi: '10.5555/reef',
  license: 'CC BY-NC',
  intellectual_rights: 'Creative Commons Attribution Non Commercial (CC-BY-NC) 4.0 License',
  accessed_at: new Date('2026-03-01T12:00:00Z'),
};

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());
beforeEach(async () => {
  await app.db('datasets').delete();
  await app.db('occurrences').delete();
});

const inReef = { provider: 'obis', dataset_key: 'reef' };
const get = async (path: string) => {
  const answer = await fetch(`${app.url}${path}`);
  return JSON.parse(await answer.text()) as {
    data: Record<string, unknown>;
    features: { properties: Record<string, unknown> }[];
  };
};
const codes = () => app.db('occurrences').orderBy('id').pluck('license_code');

it('shows where a record comes from: dataset, citation with the day of access, licence and its text', async () => {
  await app.db('datasets').insert(DATASET);
  const { document_id: id } = await insertOccurrence(app.db, inReef);
  const { data } = await get(`/api/occurrences/${id}`);
  expect(data.provenance).toEqual({
    provider: 'OBIS',
    title: 'Reef survey',
    doi: '10.5555/reef',
    url: null,
    citation: 'Ada (2026). Reef survey. Accessed 2026-03-01 via OBIS.',
    accessedOn: '2026-03-01',
    license: 'CC BY-NC',
    licenseText: DATASET.intellectual_rights,
    attribution: 'Ada (2026). Reef survey. Accessed 2026-03-01 via OBIS. Licence: CC BY-NC',
  });
});

it('says so when nothing is known of the dataset', async () => {
  const { document_id: id } = await insertOccurrence(app.db, { ...inReef, license: 'Restricted' });
  expect((await get(`/api/occurrences/${id}`)).data.provenance).toMatchObject({
    citation: null,
    license: null,
    licenseText: 'Restricted',
    attribution: 'OBIS dataset reef. Licence: Restricted',
  });
});

it('takes the stricter of two licences, whichever comes first, and follows the dataset', async () => {
  await insertOccurrence(app.db, { ...inReef, license: 'CC0' });
  await insertOccurrence(app.db, inReef);
  expect(await codes()).toEqual(['CC0', null]);
  await app.db('datasets').insert(DATASET);
  expect(await codes()).toEqual(['CC BY-NC', 'CC BY-NC']);
  await app.db('datasets').update({ license: 'CC BY' });
  expect(await codes()).toEqual(['CC BY', 'CC BY']);
  await app.db('occurrences').update({ license: 'http://creativecommons.org/licenses/by-nc/4.0/' });
  expect(await codes()).toEqual(['CC BY-NC', 'CC BY-NC']);
});

it('filters and counts by licence, so that commercial use finds what it may use', async () => {
  await insertOccurrence(app.db, { ...inReef, license: 'CC_BY_4_0' });
  await insertOccurrence(app.db, { ...inReef, license: 'CC-BY-NC 4.0' });
  await insertOccurrence(app.db, { ...inReef, license: 'Restricted' });
  const free = encodeURIComponent('CC0,CC BY');
  const { features } = await get(`/api/geo/occurrences?license=${free}`);
  expect(features.map(({ properties }) => [properties.license, properties.licenseCode])).toEqual([
    ['CC_BY_4_0', 'CC BY'],
  ]);
});

it('names the day of access in exports', async () => {
  await app.db('datasets').insert(DATASET);
  await insertOccurrence(app.db, inReef);
  for (const format of ['geojson', 'csv', 'dwca.zip']) {
    const answer = await fetch(`${app.url}/api/geo/occurrences/export.${format}`);
    expect(answer.status).toBe(200);
    const text = await answer.text();
    if (format !== 'dwca.zip') expect(text).toContain('Accessed 2026-03-01 via OBIS.');
  }
});

it('reads licences in the database as the importer does', async () => {
  const written = [
    ...[
      'CC0-1.0',
      'CC_BY_4_0',
      'CC-BY-4.0',
      'CC_BY_NC_4_0',
      'CC BY-SA 4.0',
      'CC BY-NC-ND',
      'Licence',
    ],
    ...['Restricted', '', 'http://creativecommons.org/licenses/by-nc/4.0/legalcode', 'CC-BY'],
    ...['https://creativecommons.org/licenses/by/4.0/', 'to the Public Domain (CC0 1.0)'],
    'This work is licensed under a Creative Commons Attribution (CC-BY) 4.0 License',
    'This work is licensed under a  Creative Commons Attribution Non Commercial (CC-BY-NC) 4.0 License',
    'Creative Commons Attribution Non Commercial',
    'Open Data Commons Attribution License: http://www.opendatacommons.org/licenses/by/1.0/.',
  ];
  const { rows } = await app.db.raw<{ rows: { code: string | null }[] }>(
    `select license_code(written) as code
       from unnest(cast(:written as text[])) with ordinality as given (written, place)
      order by place`,
    { written },
  );
  expect(rows.map(({ code }) => code)).toEqual(written.map(normalizeLicense));
});
