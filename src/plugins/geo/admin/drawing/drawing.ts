import type { Geometry, GeometryType, LonLat } from '../../contract/geometry';

/** One run of positions: points, a line, or a ring without the position that closes it. */
export interface Trace {
  /** Which line or polygon of several it belongs to; in a polygon the first is its outside. */
  part: number;
  positions: LonLat[];
}

/** A geometry while it is drawn, when it need not be one yet. */
export interface Drawing {
  type: GeometryType;
  traces: Trace[];
}

/** A vertex of a drawing: which trace, and where on it. */
export interface Vertex {
  trace: number;
  index: number;
}

const FEWEST: Record<GeometryType, number> = {
  Point: 1,
  MultiPoint: 1,
  LineString: 2,
  MultiLineString: 2,
  Polygon: 3,
  MultiPolygon: 3,
};

export const emptyDrawing = (type: GeometryType): Drawing => ({
  type,
  traces: [{ part: 0, positions: [] }],
});

const open = (ring: LonLat[]): LonLat[] => ring.slice(0, -1);
const closed = (positions: LonLat[]): LonLat[] =>
  positions[0] ? [...positions, positions[0]] : positions;

function tracesOf(geometry: Geometry): Trace[] {
  switch (geometry.type) {
    case 'Point':
      return [{ part: 0, positions: [geometry.coordinates] }];
    case 'MultiPoint':
    case 'LineString':
      return [{ part: 0, positions: geometry.coordinates }];
    case 'MultiLineString':
      return geometry.coordinates.map((positions, part) => ({ part, positions }));
    case 'Polygon':
      return geometry.coordinates.map((ring) => ({ part: 0, positions: open(ring) }));
    case 'MultiPolygon':
      return geometry.coordinates.flatMap((rings, part) =>
        rings.map((ring) => ({ part, positions: open(ring) })),
      );
  }
}

export const drawingOf = (geometry: Geometry): Drawing => ({
  type: geometry.type,
  traces: tracesOf(geometry),
});

/** How many positions the drawing still lacks to be a geometry. */
export const missingIn = ({ type, traces }: Drawing): number =>
  traces.reduce((sum, { positions }) => sum + Math.max(0, FEWEST[type] - positions.length), 0);

/** The geometry that is drawn, or null while positions are missing. */
export function geometryOf(drawing: Drawing): Geometry | null {
  const { type, traces } = drawing;
  const [first] = traces;
  if (!first || missingIn(drawing) > 0) return null;
  const ringsOf = (part: number) =>
    traces.filter((trace) => trace.part === part).map(({ positions }) => closed(positions));
  switch (type) {
    case 'Point':
      return first.positions[0] ? { type, coordinates: first.positions[0] } : null;
    case 'MultiPoint':
    case 'LineString':
      return { type, coordinates: first.positions };
    case 'MultiLineString':
      return { type, coordinates: traces.map(({ positions }) => positions) };
    case 'Polygon':
      return { type, coordinates: ringsOf(0) };
    case 'MultiPolygon': {
      const parts = [...new Set(traces.map(({ part }) => part))];
      return { type, coordinates: parts.map(ringsOf) };
    }
  }
}
