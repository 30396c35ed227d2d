import { startApp, type TestApp } from '../support/app';
import { onEmbedded } from '../support/database';
import { createMapReader, type CountedFeatures } from '../support/map-reader';

/** Records with a cell of their own, and stations whose records never part. */
const SCATTERED = onEmbedded() ? 3000 : 150_000;
const STATIONS = 60;
const PER_STATION = 5;
/** Masses of records take the embedded database too long. */
const onServer = onEmbedded() ? it.skip : it;

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
  await app.db.raw(
    `insert into occurrences (document_id, provider, dataset_key, record_key, scientific_name, absence,
                              dropped, decimal_longitude, decimal_latitude)
     select 's' || n, 'obis', 'd', 's' || n, 'Mola mola', false, false,
            random() * 360 - 180, random() * 140 - 70
       from generate_series(1, ${SCATTERED}) n
      union all
     select 'r' || n, 'obis', 'd', 'r' || n, 'Mola mola', false, false,
            (n % ${STATIONS}) * 6 - 178.03, 71 + n % ${STATIONS} % 7 * 2
       from generate_series(0, ${STATIONS * PER_STATION - 1}) n`,
  );
});
afterAll(() => app.stop());

const { send } = createMapReader(() => app);

const clusters = async (query: string) => {
  const answer = await send(`occurrences/clusters?${query}`);
  const { features } = (await answer.json()) as CountedFeatures;
  return { status: answer.status, features };
};
const partingsOf = (features: CountedFeatures['features']) =>
  features.map(({ id, properties }) => [id, properties['count'], properties['expansionZoom']]);

it('answers for the whole world, where many never part', async () => {
  const { status, features } = await clusters('zoom=4');
  expect(status).toBe(200);
  const sum = features.reduce((so, { properties }) => so + Number(properties['count']), 0);
  expect(sum).toBe(SCATTERED + STATIONS * PER_STATION);
  const polar = features.filter(({ geometry }) => geometry.coordinates[1] > 70.9);
  expect(polar).toHaveLength(STATIONS);
  for (const { properties } of polar) {
    expect(properties).toMatchObject({ count: PER_STATION, expansionZoom: null });
  }
});

it.each(['zoom=0', 'zoom=2', 'zoom=4', 'zoom=9&bbox=-10,60,40,85'])(
  'says which zoom parts them as the rows do: %s',
  async (query) => {
    const ofRows = await clusters(`${query}&scientificName=Mola mola`);
    expect(ofRows.features.length).toBeGreaterThan(10);
    for (const more of ['', '&provider=obis']) {
      const { features } = await clusters(query + more);
      expect(partingsOf(features)).toEqual(partingsOf(ofRows.features));
    }
  },
);

/** Records close to each other, in a cell at the edge of the map that nothing else is in. */
const crowd = (
  name: string,
  lon: number,
  { size, hidden = 0 }: { size: number; hidden?: number },
) =>
  app.db.raw(
    `insert into occurrences (document_id, provider, dataset_key, record_key, scientific_name, absence,
                              dropped, decimal_longitude, decimal_latitude)
     select :name || n, 'gbif', 'd', :name || n, 'Mola mola', false, n > :size,
            :lon + (n * 7919 % 5000) * 1e-7, -86
       from generate_series(1, cast(:rows as integer)) n`,
    { name, lon, size, rows: size + hidden },
  );
const crowded = async (id: string) => {
  await app.db.raw('select pg_sleep(1)'); // versions are looked at twice a second
  const { features } = await clusters('zoom=4');
  return partingsOf(features).filter(([of]) => of === id);
};

onServer('leaves open what parts a place of more records than are looked at', async () => {
  const [most, more, id] = [95_000, 6000, '7/71/127'];
  await crowd('c', 20.02, { size: most });
  expect(await crowded(id)).toEqual([[id, most, expect.any(Number)]]);
  await crowd('d', 20.02, { size: more });
  expect(await crowded(id)).toEqual([[id, most + more, null]]);
});

onServer('leaves open what parts a few among very many that are not shown', async () => {
  const id = '7/60/127';
  await crowd('e', -9.99, { size: 200 });
  expect(await crowded(id)).toEqual([[id, 200, expect.any(Number)]]);
  await crowd('f', -9.99, { size: 0, hidden: 20_000 });
  expect(await crowded(id)).toEqual([[id, 200, null]]);
});
