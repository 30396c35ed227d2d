import fc from 'fast-check';
import { startApp, type TestApp } from '../support/app';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

interface Question {
  lon: number | null;
  lat: number | null;
  zoom: number;
}
interface Cell {
  x: number | null;
  y: number | null;
}

async function ask(questions: Question[]): Promise<Cell[]> {
  const { rows } = await app.db.raw<{ rows: Cell[] }>(
    `select geo_cell_x(q.lon, q.zoom) as x, geo_cell_y(q.lat, q.zoom) as y
       from json_to_recordset(cast(:questions as json))
            as q (lon double precision, lat double precision, zoom integer, place integer)
      order by q.place`,
    { questions: JSON.stringify(questions.map((question, place) => ({ ...question, place }))) },
  );
  return rows;
}

/** As every map in a browser does it, by the textbook formula (not the one of the SQL). */
function tileOf(lon: number, lat: number, zoom: number): Cell {
  const count = 2 ** zoom;
  const phi = (Math.max(-89.9, Math.min(89.9, lat)) * Math.PI) / 180;
  const down = (1 - Math.log(Math.tan(phi) + 1 / Math.cos(phi)) / Math.PI) / 2;
  const inside = (cell: number) => Math.max(0, Math.min(count - 1, Math.floor(cell)));
  return { x: inside(((lon + 180) / 360) * count), y: inside(down * count) };
}

describe('the cell of a position', () => {
  it('is the web mercator tile, at every level', async () => {
    const position = fc.record({
      lon: fc.double({ min: -180, max: 180, noNaN: true }),
      lat: fc.double({ min: -90, max: 90, noNaN: true }),
      zoom: fc.integer({ min: 0, max: 22 }),
    });
    // A position that the oracle itself places on the edge of a cell may fall to either side.
    const isOffEdges = ({ lon, lat, zoom }: { lon: number; lat: number; zoom: number }) =>
      [-1e-9, 1e-9].every((step) => {
        const [near, here] = [tileOf(lon + step, lat + step, zoom), tileOf(lon, lat, zoom)];
        return near.x === here.x && near.y === here.y;
      });
    const questions = fc.sample(position.filter(isOffEdges), 2000);
    expect(await ask(questions)).toEqual(
      questions.map(({ lon, lat, zoom }) => tileOf(lon, lat, zoom)),
    );
  });

  it('lies in the cell above it whose numbers are half of its own', async () => {
    const positions = fc.sample(
      fc.tuple(
        fc.double({ min: -180, max: 180, noNaN: true }),
        fc.double({ min: -90, max: 90, noNaN: true }),
      ),
      300,
    );
    const levelsOf = (zoom: number) => ask(positions.map(([lon, lat]) => ({ lon, lat, zoom })));
    for (const zoom of [1, 6, 12, 24]) {
      const above = await levelsOf(zoom - 1);
      const halves = (await levelsOf(zoom)).map(({ x, y }) => ({
        x: Math.floor((x ?? NaN) / 2),
        y: Math.floor((y ?? NaN) / 2),
      }));
      expect(halves).toEqual(above);
    }
  });

  it('takes the edges of the world into the outermost cells', async () => {
    const cells = await ask([
      { lon: 180, lat: -90, zoom: 6 },
      { lon: -180, lat: 90, zoom: 6 },
      { lon: 179.999, lat: -85.06, zoom: 6 },
      { lon: 0, lat: 0, zoom: 6 },
      { lon: 500, lat: 500, zoom: 6 },
      { lon: 180, lat: 0, zoom: 0 },
    ]);
    expect(cells).toEqual([
      { x: 63, y: 63 },
      { x: 0, y: 0 },
      { x: 63, y: 63 },
      { x: 32, y: 32 },
      { x: 63, y: 0 },
      { x: 0, y: 0 },
    ]);
  });

  it('is none where there is no position, and never an error', async () => {
    expect(await ask([{ lon: null, lat: null, zoom: 6 }])).toEqual([{ x: null, y: null }]);
    const { rows } = await app.db.raw<{ rows: Cell[] }>(
      `select geo_cell_x('NaN', 6) as x, geo_cell_y('NaN', 6) as y
        union all select geo_cell_x('-infinity', 6), geo_cell_y('infinity', 6)`,
    );
    expect(rows).toEqual([
      { x: 63, y: 0 },
      { x: 0, y: 0 },
    ]);
  });

  it('may stand in an index and in a parallel plan', async () => {
    const { rows } = await app.db.raw<{ rows: unknown[] }>(
      `select proname, provolatile, proparallel from pg_proc
        where proname in ('geo_cell_x', 'geo_cell_y') order by 1`,
    );
    expect(rows).toEqual(
      ['geo_cell_x', 'geo_cell_y'].map((proname) => ({
        proname,
        provolatile: 'i',
        proparallel: 's',
      })),
    );
  });
});
