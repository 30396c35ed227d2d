import type { GeometryType, LonLat } from '../../contract/geometry';
import type { Drawing, Vertex } from './drawing';

/** A drawing after a change, and the vertex that is in hand then. */
export interface Edit {
  drawing: Drawing;
  vertex: Vertex | null;
}

/** Six decimals are a tenth of a metre; nobody draws finer. */
const DECIMALS = 6;
const rounded = (value: number, most: number): number =>
  Number(Math.min(most, Math.max(-most, value)).toFixed(DECIMALS));

/** The position as it is stored: on Earth, without the noise of a screen. */
export const tidy = ([lon, lat]: LonLat): LonLat => [rounded(lon, 180), rounded(lat, 90)];

export const verticesOf = ({ traces }: Drawing): Vertex[] =>
  traces.flatMap(({ positions }, trace) => positions.map((_position, index) => ({ trace, index })));

export const positionAt = ({ traces }: Drawing, { trace, index }: Vertex): LonLat | undefined =>
  traces[trace]?.positions[index];

export const isSameVertex = (one: Vertex | null, other: Vertex | null): boolean =>
  one?.trace === other?.trace && one?.index === other?.index;

function withTrace(drawing: Drawing, at: number, change: (positions: LonLat[]) => LonLat[]) {
  const traces = drawing.traces.map((trace, index) =>
    index === at ? { ...trace, positions: change(trace.positions) } : trace,
  );
  return { ...drawing, traces };
}

export const moveVertex = (drawing: Drawing, vertex: Vertex, to: LonLat): Edit => ({
  drawing: withTrace(drawing, vertex.trace, (positions) =>
    positions.map((position, index) => (index === vertex.index ? tidy(to) : position)),
  ),
  vertex,
});

/** Adds a position after a vertex, or at the end. There is one point only, so it moves. */
export function addVertex(drawing: Drawing, after: Vertex | null, position: LonLat): Edit {
  const trace = after?.trace ?? drawing.traces.length - 1;
  const end = drawing.traces[trace]?.positions.length ?? 0;
  const index = drawing.type === 'Point' ? 0 : after ? after.index + 1 : end;
  const replaced = drawing.type === 'Point' ? end : 0;
  return {
    drawing: withTrace(drawing, trace, (positions) =>
      positions.toSpliced(index, replaced, tidy(position)),
    ),
    vertex: { trace, index },
  };
}

/** Takes a vertex away, with its trace when that was the last, and takes the one before it in hand. */
export function removeVertex(drawing: Drawing, { trace, index }: Vertex): Edit {
  const without = withTrace(drawing, trace, (positions) => positions.toSpliced(index, 1));
  const left = without.traces[trace]?.positions.length ?? 0;
  if (left > 0) return { drawing: without, vertex: { trace, index: Math.max(0, index - 1) } };
  const traces = without.traces.length > 1 ? without.traces.toSpliced(trace, 1) : without.traces;
  return { drawing: { ...without, traces }, vertex: null };
}

/** The vertex so many steps further, round and round; without one in hand, the first or the last. */
export function vertexBeside(drawing: Drawing, from: Vertex | null, steps: 1 | -1): Vertex | null {
  const all = verticesOf(drawing);
  const at = all.findIndex((vertex) => isSameVertex(vertex, from));
  const next = at === -1 && steps === -1 ? all.length - 1 : at + steps;
  return all[(next + all.length) % all.length] ?? null;
}

/** A line or polygon beside those that are drawn, for what lies on both sides of the antimeridian. */
export function addPart({ type, traces }: Drawing): Edit {
  const several: GeometryType = type === 'LineString' ? 'MultiLineString' : 'MultiPolygon';
  const part = (traces.at(-1)?.part ?? -1) + 1;
  return {
    drawing: { type: several, traces: [...traces, { part, positions: [] }] },
    vertex: null,
  };
}

/** The same positions as another kind of shape; a point keeps the first. */
export function asType({ traces }: Drawing, type: GeometryType): Edit {
  const positions = traces[0]?.positions ?? [];
  const kept = type === 'Point' ? positions.slice(0, 1) : positions;
  return { drawing: { type, traces: [{ part: 0, positions: kept }] }, vertex: null };
}
