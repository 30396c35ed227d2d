import { useRef, useState } from 'react';
import {
  faultsOfGeometry,
  type Geometry,
  type GeometryType,
  type Shape,
} from '../../contract/geometry';
import { drawingOf, emptyDrawing, geometryOf, type Drawing, type Vertex } from '../drawing/drawing';
import type { Edit } from '../drawing/edit-drawing';

/** What is drawn first where anything may be. */
const FIRST_TYPE: Record<Shape, GeometryType> = {
  any: 'Polygon',
  point: 'Point',
  line: 'LineString',
  polygon: 'Polygon',
};

/** The panel hands JSON over as it is stored, or as text. Null: there is none that can be drawn. */
function geometryIn(value: unknown, shape: Shape): Geometry | null {
  let geometry = value;
  try {
    if (typeof value === 'string') geometry = JSON.parse(value);
  } catch {
    // A text that is no JSON is shown as text, to be mended.
    return null;
  }
  const isSound = faultsOfGeometry(geometry, { shape }).length === 0;
  return isSound ? (geometry as Geometry) : null; // nothing is wrong with it
}

interface Options {
  value: unknown;
  shape: Shape;
  onChange: (geometry: Geometry | null) => void;
}

/** A drawing of the value of a field: it may be half done, when the field is empty. */
export function useDrawing({ value, shape, onChange }: Options) {
  const drawn = (): Drawing => {
    const geometry = geometryIn(value, shape);
    return geometry ? drawingOf(geometry) : emptyDrawing(FIRST_TYPE[shape]);
  };
  const [drawing, setDrawing] = useState(drawn);
  const [vertex, setVertex] = useState<Vertex | null>(null);
  const [shown, setShown] = useState(0);

  // The field changes by us, some renderings after we said so, or by others: an entry that is loaded,
  // a change that is thrown away.
  const text = JSON.stringify(value ?? null);
  const seen = useRef(text);
  const sent = useRef<string[]>([]);
  if (seen.current !== text) {
    seen.current = text;
    const at = sent.current.indexOf(text);
    sent.current = sent.current.slice(at + 1);
    if (at === -1) {
      setDrawing(drawn());
      setVertex(null);
      setShown(shown + 1);
    }
  }

  const edit = (next: Edit): void => {
    setVertex(next.vertex);
    if (next.drawing === drawing) return;
    setDrawing(next.drawing);
    const geometry = geometryOf(next.drawing);
    const nextText = JSON.stringify(geometry);
    if (nextText === (sent.current.at(-1) ?? seen.current)) return;
    sent.current.push(nextText);
    onChange(geometry);
  };

  return { drawing, vertex, shown, edit };
}
