import { boundsOfCell } from '../domain/cells';
import { writeSquares } from './write-squares';

const asObjects = (level: number, cells: readonly { x: number; y: number; count: number }[]) =>
  JSON.stringify({
    type: 'FeatureCollection',
    features: cells.map(({ x, y, count }) => {
      const { west, south, east, north } = boundsOfCell({ x, y }, level);
      const southWest = [west, south];
      const ring = [southWest, [east, south], [east, north], [west, north], southWest];
      return {
        type: 'Feature',
        id: `${level}/${x}/${y}`,
        geometry: { type: 'Polygon', coordinates: [ring] },
        properties: { count },
      };
    }),
    numberReturned: cells.length,
  });

it.each([0, 1, 6, 12, 28])('writes cells of level %d as their objects would be', (level) => {
  const last = 2 ** level - 1;
  const cells = [];
  for (let n = 0; n < 400; n += 1) {
    const [x, y] = [(n * 7919) % (last + 1), Math.min(last, Math.floor(n / 20))];
    cells.push({ x, y, count: n + 1 });
  }
  cells.push({ x: last, y: last, count: 2 ** 53 - 1 });
  expect(writeSquares({ level, cells }).toString()).toBe(asObjects(level, cells));
});

it('writes a grid without cells', () => {
  expect(writeSquares({ level: 3, cells: [] }).toString()).toBe(asObjects(3, []));
});
