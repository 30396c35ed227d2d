import { faultsOfGeometry, MAX_VERTICES, type Shape } from './geometry';

const SQUARE = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
  [0, 0],
];
const toldOf = (value: unknown, shape?: Shape) =>
  faultsOfGeometry(value, { shape }).map(({ path, code }) => `${path.join('/')} ${code}`);

it.each([
  ['Point', [-180, 90]],
  ['MultiPoint', [[1, 2]]],
  ['LineString', SQUARE.slice(0, 2)],
  ['MultiLineString', [SQUARE, SQUARE.slice(1)]],
  ['Polygon', [SQUARE]],
  ['MultiPolygon', [[SQUARE], [SQUARE]]],
])('takes a %s', (type, coordinates) => {
  expect(toldOf({ type, coordinates })).toEqual([]);
});

it('takes rings of either winding', () => {
  expect(toldOf({ type: 'Polygon', coordinates: [[...SQUARE].reverse()] })).toEqual([]);
});

it.each([
  ['nothing', null, [' invalid-type']],
  ['a text', '{"type":"Point"}', [' invalid-type']],
  ['a list', [1, 2], [' invalid-type']],
  ['no coordinates', { type: 'Point' }, ['coordinates position']],
  ['no type', { coordinates: [1, 2] }, ['type invalid-type']],
  ['a feature', { type: 'Feature', geometry: null }, ['geometry unknown', 'type invalid-type']],
  [
    'a collection',
    { type: 'GeometryCollection', geometries: [] },
    ['geometries unknown', 'type invalid-type'],
  ],
  ['a name of Object', { type: 'constructor', coordinates: [] }, ['type invalid-type']],
  ['another system', { type: 'Point', coordinates: [1, 2], crs: {} }, ['crs unknown']],
  ['a height', { type: 'Point', coordinates: [1, 2, 3] }, ['coordinates position']],
  ['texts', { type: 'Point', coordinates: ['1', '2'] }, ['coordinates position']],
  ['what JSON has no word for', { type: 'Point', coordinates: [NaN, 1] }, ['coordinates position']],
  ['a longitude of 181', { type: 'Point', coordinates: [181, 0] }, ['coordinates out-of-range']],
  [
    'a latitude of 91',
    { type: 'LineString', coordinates: [SQUARE[0], [0, 91]] },
    ['coordinates/1 out-of-range'],
  ],
  ['a line of one', { type: 'LineString', coordinates: [[1, 2]] }, ['coordinates too-few']],
  ['no points', { type: 'MultiPoint', coordinates: [] }, ['coordinates too-few']],
  ['no rings', { type: 'Polygon', coordinates: [] }, ['coordinates too-few']],
  [
    'an open ring',
    { type: 'Polygon', coordinates: [SQUARE.slice(0, 4)] },
    ['coordinates/0 unclosed-ring'],
  ],
  [
    'a ring of two',
    {
      type: 'Polygon',
      coordinates: [
        [
          [1, 2],
          [1, 2],
        ],
      ],
    },
    ['coordinates/0 too-few'],
  ],
  ['a ring too flat', { type: 'MultiPolygon', coordinates: [SQUARE] }, ['coordinates/0/0 too-few']],
])('refuses %s and says where', (_what, value, told) => {
  expect(toldOf(value).slice(0, told.length)).toEqual(told);
});

it('refuses another kind of shape than the attribute is for', () => {
  const point = { type: 'Point', coordinates: [1, 2] };
  expect(toldOf(point, 'point')).toEqual([]);
  expect(toldOf(point, 'polygon')).toEqual(['type invalid-type']);
});

it('refuses too many positions without looking at all of them', () => {
  const coordinates = new Array<number[]>(1_000_000).fill([1, 2]);
  const before = performance.now();
  expect(toldOf({ type: 'LineString', coordinates })).toEqual(['coordinates too-many-vertices']);
  expect(performance.now() - before).toBeLessThan(200);
  const most = { type: 'LineString', coordinates: coordinates.slice(0, MAX_VERTICES) };
  expect(toldOf(most)).toEqual([]);
});

it('tells a few faults and not thousands', () => {
  const coordinates = new Array<number[]>(5000).fill([999, 0]);
  expect(toldOf({ type: 'LineString', coordinates })).toHaveLength(10);
});
