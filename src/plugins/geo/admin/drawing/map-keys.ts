import type { LonLat } from '../../contract/geometry';
import type { Drawing, Vertex } from './drawing';
import {
  addVertex,
  moveVertex,
  positionAt,
  removeVertex,
  vertexBeside,
  type Edit,
} from './edit-drawing';

/** What a key asks of a map: a change of the drawing, or another view of it. */
export type KeyAnswer =
  | { kind: 'edit'; edit: Edit; said: 'vertex' | 'removed' | 'letGo' }
  | { kind: 'pan'; right: number; down: number }
  | { kind: 'zoom'; levels: number };

/** The drawing, what is in hand, and what of the map is needed to tell pixels as degrees. */
export interface KeyScene extends Edit {
  isLocked: boolean;
  center: () => LonLat;
  /** Pixels of the screen to the right and below. */
  beside: (position: LonLat, right: number, down: number) => LonLat;
}

interface Key {
  key: string;
  shiftKey: boolean;
}

const STEP_PIXELS = 10;
const ARROWS: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

const changed = (edit: Edit): KeyAnswer => ({ kind: 'edit', edit, said: 'vertex' });
const taken = (drawing: Drawing, vertex: Vertex | null): KeyAnswer | null =>
  vertex && changed({ drawing, vertex });

/** Where a vertex goes that is put in after another: half way to the next one, or a little aside. */
function insertAfter({ drawing, vertex, beside }: KeyScene): KeyAnswer | null {
  const here = vertex && positionAt(drawing, vertex);
  if (!here || drawing.type === 'Point') return null;
  const next = positionAt(drawing, { ...vertex, index: vertex.index + 1 });
  const position: LonLat = next
    ? [(here[0] + next[0]) / 2, (here[1] + next[1]) / 2]
    : beside(here, 2 * STEP_PIXELS, 0);
  return changed(addVertex(drawing, vertex, position));
}

function atCross({ drawing, vertex, center }: KeyScene): KeyAnswer | null {
  if (vertex) return letGo(drawing);
  const edit = addVertex(drawing, null, center());
  // What is drawn of several positions goes on at the cross; the one point stays in hand.
  return changed(drawing.type === 'Point' ? edit : { ...edit, vertex: null });
}

const letGo = (drawing: Drawing): KeyAnswer => ({
  kind: 'edit',
  edit: { drawing, vertex: null },
  said: 'letGo',
});

function arrow(scene: KeyScene, [x, y]: [number, number], isFine: boolean): KeyAnswer {
  const step = isFine ? 1 : STEP_PIXELS;
  const { drawing, vertex, isLocked } = scene;
  const here = vertex && positionAt(drawing, vertex);
  if (!here || isLocked) return { kind: 'pan', right: x * step, down: y * step };
  return changed(moveVertex(drawing, vertex, scene.beside(here, x * step, y * step)));
}

/** Pure: what a key means on a map. Null: nothing, and it is left to the page. */
export function answerKey(scene: KeyScene, { key, shiftKey }: Key): KeyAnswer | null {
  const { drawing, vertex, isLocked } = scene;
  const direction = ARROWS[key];
  if (direction) return arrow(scene, direction, shiftKey);
  if (key === '+' || key === '=') return { kind: 'zoom', levels: 1 };
  if (key === '-') return { kind: 'zoom', levels: -1 };
  if (isLocked) return null;
  switch (key) {
    case 'Enter':
    case ' ':
      return atCross(scene);
    case 'n':
    case 'N':
      return taken(drawing, vertexBeside(drawing, vertex, 1));
    case 'p':
    case 'P':
      return taken(drawing, vertexBeside(drawing, vertex, -1));
    case 'i':
    case 'I':
      return insertAfter(scene);
    case 'Delete':
    case 'Backspace': {
      const last = vertex ?? vertexBeside(drawing, null, -1);
      if (!last) return null;
      const edit = removeVertex(drawing, last);
      return { kind: 'edit', edit: vertex ? edit : { ...edit, vertex: null }, said: 'removed' };
    }
    case 'Escape':
      return vertex && letGo(drawing);
    default:
      return null;
  }
}
