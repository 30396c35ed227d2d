import type { LonLat } from '../../contract/geometry';
import { drawingOf, emptyDrawing, geometryOf, type Vertex } from './drawing';
import type { Edit } from './edit-drawing';
import { answerKey, type KeyScene } from './map-keys';
import { spokenPosition } from './spoken-position';

/** A map where a pixel is a tenth of a degree, with its middle at 7, 7. */
const sceneOf = (edit: Edit, change: Partial<KeyScene> = {}): KeyScene => ({
  ...edit,
  isLocked: false,
  center: () => [7, 7],
  beside: ([lon, lat]: LonLat, right, down) => [lon + right / 10, lat - down / 10],
  ...change,
});
const press = (edit: Edit, key: string, shiftKey = false) =>
  answerKey(sceneOf(edit), { key, shiftKey });
const after = (edit: Edit, ...keys: string[]): Edit =>
  keys.reduce((now, key) => {
    const answer = press(now, key);
    return answer?.kind === 'edit' ? answer.edit : now;
  }, edit);

const line = drawingOf({
  type: 'LineString',
  coordinates: [
    [0, 0],
    [2, 0],
  ],
});
const first: Vertex = { trace: 0, index: 0 };
const nothing: Edit = { drawing: emptyDrawing('Point'), vertex: null };

it('moves the map below the cross while nothing is in hand', () => {
  expect(press(nothing, 'ArrowLeft')).toEqual({ kind: 'pan', right: -10, down: 0 });
  expect(press(nothing, 'ArrowDown', true)).toEqual({ kind: 'pan', right: 0, down: 1 });
});

it('sets the point at the cross and moves it on, coarsely or finely', () => {
  const set = after(nothing, 'Enter');
  expect(set.vertex).toEqual(first);
  expect(geometryOf(after(set, 'ArrowUp').drawing)).toMatchObject({ coordinates: [7, 8] });
  const finely = press(set, 'ArrowRight', true);
  expect(finely).toMatchObject({ edit: { drawing: { traces: [{ positions: [[7.1, 7]] }] } } });
});

it('puts the point down at Enter, and sets it elsewhere at the next', () => {
  const set = after(nothing, 'Enter', 'ArrowUp');
  const down = after(set, 'Enter');
  expect([down.vertex, geometryOf(down.drawing)]).toMatchObject([null, { coordinates: [7, 8] }]);
  expect(geometryOf(after(down, 'Enter').drawing)).toMatchObject({ coordinates: [7, 7] });
});

it('adds at the cross to what is drawn and keeps the cross', () => {
  const { drawing, vertex } = after({ drawing: line, vertex: null }, 'Enter');
  expect(vertex).toBeNull();
  expect(drawing.traces[0]?.positions.at(-1)).toEqual([7, 7]);
});

it('takes vertices in hand, inserts between them, removes them and lets go', () => {
  const taken = after({ drawing: line, vertex: null }, 'n');
  expect(taken.vertex).toEqual(first);
  const inserted = after(taken, 'i');
  expect(inserted).toMatchObject({
    drawing: {
      traces: [
        {
          positions: [
            [0, 0],
            [1, 0],
            [2, 0],
          ],
        },
      ],
    },
  });
  expect(after(inserted, 'Delete').drawing).toEqual(line);
  expect(after(inserted, 'Escape').vertex).toBeNull();
  expect(after({ drawing: line, vertex: null }, 'p').vertex).toEqual({ trace: 0, index: 1 });
});

it('removes the last position when none is in hand, and goes on without one', () => {
  const { drawing, vertex } = after({ drawing: line, vertex: null }, 'Backspace');
  expect([drawing.traces[0]?.positions, vertex]).toEqual([[[0, 0]], null]);
  expect(press(nothing, 'Delete')).toBeNull();
});

it('changes nothing of a map that is locked, but moves and zooms it', () => {
  const scene = sceneOf({ drawing: line, vertex: first }, { isLocked: true });
  const kindOf = (key: string) => answerKey(scene, { key, shiftKey: false })?.kind;
  expect(['ArrowUp', '+', '-', 'Enter', 'Delete', 'n', 'i'].map(kindOf)).toEqual([
    'pan',
    'zoom',
    'zoom',
    ...Array<undefined>(4).fill(undefined),
  ]);
});

it('leaves the keys of the page to the page', () => {
  for (const key of ['Tab', 'a', 'F5', 'Escape']) {
    expect(press({ drawing: line, vertex: null }, key)).toBeNull();
  }
});

it('says a position as charts write it', () => {
  expect(spokenPosition([-9.123456789, 38.7])).toBe('38.7° N 9.12346° W');
  expect(spokenPosition([179.5, -0.25])).toBe('0.25° S 179.5° E');
});
