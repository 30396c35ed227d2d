import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useTheme } from 'styled-components';
import type { LonLat } from '../../contract/geometry';
import type { TileSource } from '../../contract/map-settings';
import type { Drawing, Vertex } from '../drawing/drawing';
import {
  addVertex,
  isSameVertex,
  moveVertex,
  positionAt,
  verticesOf,
  type Edit,
} from '../drawing/edit-drawing';
import { answerKey } from '../drawing/map-keys';
import { spokenPosition } from '../drawing/spoken-position';
import { createMapCanvas, type MapCanvas } from '../map/map-canvas';
import { mapColorsOf } from '../map/map-colors';
import { useWords } from '../words';
import { MapFrame } from './map-frame';

export interface DrawingMapProps {
  drawing: Drawing;
  vertex: Vertex | null;
  onEdit: (edit: Edit) => void;
  tiles: TileSource | null;
  label: string;
  height: string;
  isLocked: boolean;
  /** Another number than before: show all that is drawn. */
  shown: number;
}

/** A map on which a drawing is made and changed, by pointer or by keyboard alone. */
export default function DrawingMap(props: DrawingMapProps) {
  const { drawing, vertex, onEdit, tiles, label, height, isLocked, shown } = props;
  const words = useWords();
  const { colors } = useTheme();
  const surface = useRef<HTMLDivElement>(null);
  const canvas = useRef<MapCanvas>();
  // What the map tells comes between two renderings, and is about the drawing of the last one.
  const latest = useRef(props);
  latest.current = props;
  const [hasFocus, setHasFocus] = useState(false);
  const [said, setSaid] = useState('');

  useEffect(() => {
    if (!surface.current) return undefined;
    const edit = (change: (now: DrawingMapProps) => Edit) =>
      latest.current.onEdit(change(latest.current));
    const made = createMapCanvas({
      target: surface.current,
      tiles,
      onPlace: (position) => edit((now) => addVertex(now.drawing, now.vertex, position)),
      onChoose: (chosen) => edit((now) => ({ drawing: now.drawing, vertex: chosen })),
      onMove: (moved, position) => edit((now) => moveVertex(now.drawing, moved, position)),
    });
    canvas.current = made;
    return () => {
      made.dispose();
      canvas.current = undefined;
    };
  }, [tiles]);
  useEffect(() => canvas.current?.paint(mapColorsOf(colors)), [colors, tiles]);
  useEffect(() => canvas.current?.lock(isLocked), [isLocked, tiles]);
  useEffect(() => canvas.current?.show(drawing, vertex), [drawing, vertex, tiles]);
  useEffect(() => canvas.current?.fit(latest.current.drawing), [shown, tiles]);
  useEffect(() => {
    const position = vertex && positionAt(drawing, vertex);
    if (position) canvas.current?.reveal(position);
  }, [drawing, vertex]);

  const sayVertex = ({ drawing: now, vertex: chosen }: Edit, atCross: LonLat) => {
    const all = verticesOf(now);
    const number = chosen ? all.findIndex((one) => isSameVertex(one, chosen)) + 1 : all.length;
    const at = (chosen && positionAt(now, chosen)) ?? atCross;
    const position = spokenPosition(at);
    const key = now.type === 'Point' ? 'said.point' : 'said.vertex';
    setSaid(words(key, { number, count: all.length, position }));
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const map = canvas.current;
    if (!map || event.ctrlKey || event.metaKey || event.altKey) return;
    const { center, beside } = map;
    const answer = answerKey({ drawing, vertex, isLocked, center, beside }, event);
    if (!answer) return;
    event.preventDefault();
    event.stopPropagation();
    if (answer.kind === 'zoom') return map.zoomBy(answer.levels);
    if (answer.kind === 'pan') {
      map.panBy(answer.right, answer.down);
      return setSaid(words('said.cross', { position: spokenPosition(center()) }));
    }
    onEdit(answer.edit);
    const count = verticesOf(answer.edit.drawing).length;
    if (answer.said === 'vertex') sayVertex(answer.edit, center());
    else if (answer.said === 'removed') setSaid(words('said.removed', { count }));
    else setSaid(words('said.letGo', { position: spokenPosition(center()) }));
  };

  const onFocus = () => {
    setHasFocus(true);
    // There is only one thing to move, so it is in hand at once.
    const [only] = drawing.type === 'Point' ? verticesOf(drawing) : [];
    if (only && !vertex && !isLocked) onEdit({ drawing, vertex: only });
  };

  const shape = drawing.type === 'Point' ? 'map.help.point' : 'map.help.shape';
  return (
    <MapFrame
      surface={surface}
      label={label}
      help={words(isLocked ? 'map.help.locked' : shape)}
      height={height}
      attribution={tiles?.attribution}
      hasCross={hasFocus && !isLocked && !vertex}
      said={said}
      onKeyDown={onKeyDown}
      onFocus={onFocus}
      onBlur={() => setHasFocus(false)}
      onZoom={(levels) => canvas.current?.zoomBy(levels)}
      onFit={() => canvas.current?.fit(drawing)}
    />
  );
}
