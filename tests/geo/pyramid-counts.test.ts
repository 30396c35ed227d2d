import fc from 'fast-check';
import type { Question } from '../../src/plugins/geo/contract/question';
import type { CellCounts } from '../../src/plugins/geo/server/repositories/cell-counts';
import { requireOfApp, startApp, type TestApp } from '../support/app';
import { onEmbedded } from '../support/database';
import { createPyramidRig } from '../support/pyramid-rig';

const ROWS = 3000;

let app: TestApp;
let kept: CellCounts;
let live: CellCounts;
beforeAll(async () => {
  app = await startApp();
  const { createLiveCellCounts } = requireOfApp(
    'src/plugins/geo/server/repositories/cell-counts',
  ) as {
    createLiveCellCounts: (db: TestApp['db']) => CellCounts;
  };
  live = createLiveCellCounts(app.db);
  kept = app.strapi.plugin('geo').service<CellCounts>('cellCounts');
  await app.db.raw(
    `insert into occurrences (document_id, provider, dataset_key, record_key, scientific_name, absence,
                              dropped, decimal_longitude, decimal_latitude)
     select 'c' || n, (array['obis', 'gbif'])[n % 2 + 1], 'd', 'c' || n, 'Mola mola', false, n % 9 = 0,
            case n % 3 when 0 then random() * 360 - 180 when 1 then -9 + random() else (n % 73) * 5 - 180 end,
            case n % 3 when 0 then random() * 180 - 90 when 1 then 38 + random() else (n % 37) * 5 - 90 end
       from generate_series(1, ${ROWS}) n`,
  );
});
afterAll(() => app.stop());

const { layer } = createPyramidRig(() => app);
const edge = (most: number) =>
  fc.oneof(
    fc.double({ min: -most, max: most, noNaN: true }),
    fc.integer({ min: -most / 5, max: most / 5 }).map((fives) => fives * 5),
  );

it('answers as counting the rows does, for any box, provider and window', async () => {
  const { rowsFor } = layer();
  const access = { rule: rowsFor({ kind: 'anonymous' }), exact: false };
  const asked = fc.record({
    west: edge(180),
    east: edge(180),
    latitudes: fc.tuple(edge(90), edge(90)),
    hasBox: fc.boolean(),
    provider: fc.constantFrom(undefined, ['obis'], ['obis', 'gbif'], ['nobody']),
    level: fc.integer({ min: 0, max: 14 }),
    window: fc.option(fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat()), { nil: null }),
  });
  await fc.assert(
    fc.asyncProperty(asked, async ({ west, east, latitudes, hasBox, provider, level, window }) => {
      const [south, north] = latitudes[0] < latitudes[1] ? latitudes : [latitudes[1], latitudes[0]];
      const question: Question = {
        place: hasBox ? [{ kind: 'box', bbox: { west, south, east, north } }] : [],
        filters: provider ? { provider } : {},
      };
      const inside = (one: number, other: number) => {
        const [a, b] = [one % 2 ** level, other % 2 ** level];
        return [Math.min(a, b), Math.max(a, b)] as const;
      };
      const area = window && {
        xRange: inside(window[0], window[1]),
        yRange: inside(window[2], window[3]),
      };
      const request = { layer: layer(), question, access, level, ...area, limit: ROWS };
      const short = async (counts: CellCounts) =>
        (await counts.count(request)).map(({ x, y, count }) => ({ x, y, count }));
      expect(await short(kept)).toEqual(await short(live));
    }),
    { numRuns: onEmbedded() ? 60 : 200 },
  );
});

it('gives the middle of what a cell holds', async () => {
  const access = { rule: layer().rowsFor({ kind: 'anonymous' }), exact: false };
  const request = {
    layer: layer(),
    question: { place: [], filters: {} },
    access,
    level: 5,
    limit: ROWS,
    detailed: true,
  };
  const [ofCells, ofRows] = [await kept.count(request), await live.count(request)];
  expect(ofCells.length).toBeGreaterThan(100);
  for (const [index, { lonSum, latSum }] of ofCells.entries()) {
    expect(lonSum).toBeCloseTo(ofRows[index]?.lonSum ?? NaN, 3);
    expect(latSum).toBeCloseTo(ofRows[index]?.latSum ?? NaN, 3);
  }
});

it('answers the world view without the table', async () => {
  await app.db.raw('alter table occurrences rename to hidden_away');
  const answer = await fetch(`${app.url}/api/geo/occurrences/grid?zoom=0`);
  const other = await fetch(`${app.url}/api/geo/occurrences/grid?zoom=0&provider=obis`);
  await app.db.raw('alter table hidden_away rename to occurrences');
  expect([answer.status, other.status]).toEqual([200, 200]);
});
