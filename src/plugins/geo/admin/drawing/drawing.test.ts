import { faultsOfGeometry, type Geometry, type LonLat } from '../../contract/geometry';
import { drawingOf, emptyDrawing, geometryOf, missingIn, type Drawing } from './drawing';
import {
  addPart,
  addVertex,
  asType,
  moveVertex,
  removeVertex,
  vertexBeside,
  type Edit,
} from './edit-drawing';

const ring = (west: number): LonLat[] => [
  [west, 0],
  [west + 9, 0],
  [west + 9, 9],
  [west, 9],
  [west, 0],
];
const hole: LonLat[] = [
  [1, 1],
  [1, 2],
  [2, 2],
  [1, 1],
];

const GEOMETRIES: Geometry[] = [
  { type: 'Point', coordinates: [1, 2] },
  { type: 'MultiPoint', coordinates: [[1, 2]] },
  { type: 'LineString', coordinates: ring(0) },
  { type: 'MultiLineString', coordinates: [ring(0), hole] },
  { type: 'Polygon', coordinates: [ring(0), hole] },
  { type: 'MultiPolygon', coordinates: [[ring(0), hole], [ring(20)]] },
];

it.each(GEOMETRIES.map((geometry) => [geometry.type, geometry]))(
  'draws a %s as it is',
  (_type, geometry) => {
    expect(geometryOf(drawingOf(geometry))).toEqual(geometry);
  },
);

const draw = (drawing: Drawing, positions: LonLat[]): Edit =>
  positions.reduce<Edit>((edit, position) => addVertex(edit.drawing, edit.vertex, position), {
    drawing,
    vertex: null,
  });

it('makes a polygon of three positions and not of two', () => {
  const two = draw(emptyDrawing('Polygon'), ring(0).slice(0, 2));
  expect([geometryOf(two.drawing), missingIn(two.drawing)]).toEqual([null, 1]);
  const { drawing } = addVertex(two.drawing, two.vertex, [9, 9]);
  const geometry = geometryOf(drawing);
  expect(geometry).toMatchObject({ type: 'Polygon' });
  expect(faultsOfGeometry(geometry)).toEqual([]);
});

it('adds after the vertex in hand, and takes the new one in hand', () => {
  const line = draw(emptyDrawing('LineString'), [
    [0, 0],
    [2, 0],
  ]).drawing;
  const { drawing, vertex } = addVertex(line, { trace: 0, index: 0 }, [1, 0]);
  expect(drawing.traces[0]?.positions.map(([lon]) => lon)).toEqual([0, 1, 2]);
  expect(vertex).toEqual({ trace: 0, index: 1 });
});

it('moves the one point there is, and keeps it on Earth', () => {
  const first = draw(emptyDrawing('Point'), [[1, 1]]);
  const second = addVertex(first.drawing, first.vertex, [200, -95.5]);
  expect(geometryOf(second.drawing)).toEqual({ type: 'Point', coordinates: [180, -90] });
  const third = moveVertex(second.drawing, { trace: 0, index: 0 }, [1.23456789, 0]);
  expect(geometryOf(third.drawing)).toEqual({ type: 'Point', coordinates: [1.234568, 0] });
});

it('takes away a vertex, and a part with its last one', () => {
  const two = addPart(drawingOf({ type: 'Polygon', coordinates: [ring(0)] })).drawing;
  const edit = addVertex(two, null, [30, 0]);
  expect(edit.drawing).toMatchObject({ type: 'MultiPolygon', traces: [{ part: 0 }, { part: 1 }] });
  expect(geometryOf(edit.drawing)).toBeNull();
  const without = removeVertex(edit.drawing, { trace: 1, index: 0 });
  expect(without.vertex).toBeNull();
  expect(geometryOf(without.drawing)).toEqual({ type: 'MultiPolygon', coordinates: [[ring(0)]] });
  const less = removeVertex(without.drawing, { trace: 0, index: 3 });
  expect(less.vertex).toEqual({ trace: 0, index: 2 });
});

it('goes from vertex to vertex, round and round', () => {
  const line = drawingOf({ type: 'LineString', coordinates: ring(0).slice(0, 2) });
  expect(vertexBeside(line, null, 1)).toEqual({ trace: 0, index: 0 });
  expect(vertexBeside(line, null, -1)).toEqual({ trace: 0, index: 1 });
  expect(vertexBeside(line, { trace: 0, index: 1 }, 1)).toEqual({ trace: 0, index: 0 });
  expect(vertexBeside(emptyDrawing('Point'), null, 1)).toBeNull();
});

it('keeps the positions when another kind of shape is chosen', () => {
  const line = drawingOf({ type: 'LineString', coordinates: ring(0).slice(0, 3) });
  expect(geometryOf(asType(line, 'Polygon').drawing)).toMatchObject({ type: 'Polygon' });
  expect(geometryOf(asType(line, 'Point').drawing)).toEqual({ type: 'Point', coordinates: [0, 0] });
});
