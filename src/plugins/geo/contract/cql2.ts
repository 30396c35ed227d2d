import type { Bbox } from './bbox';

/**
 * A CQL2 filter (OGC 21-065r2) as one tree, whichever encoding it came in. `at` says where a part stood
 * in what was sent: `character 14` of a text, `/args/1` in JSON.
 */
interface Placed {
  at: string;
}

export const COMPARISONS = ['=', '<>', '<', '>', '<=', '>='] as const;
export type Comparison = (typeof COMPARISONS)[number];

export const SPATIAL_FUNCTIONS = [
  's_intersects',
  's_equals',
  's_disjoint',
  's_touches',
  's_within',
  's_overlaps',
  's_crosses',
  's_contains',
] as const;
export type SpatialFunction = (typeof SPATIAL_FUNCTIONS)[number];

/** As the JSON encoding spells them; the text encoding knows no case. */
export const TEMPORAL_FUNCTIONS = [
  't_after',
  't_before',
  't_contains',
  't_disjoint',
  't_during',
  't_equals',
  't_finishedBy',
  't_finishes',
  't_intersects',
  't_meets',
  't_metBy',
  't_overlappedBy',
  't_overlaps',
  't_startedBy',
  't_starts',
] as const;
export type TemporalFunction = (typeof TEMPORAL_FUNCTIONS)[number];

export type Position2d = readonly [lon: number, lat: number];

/** A GeoJSON geometry in degrees, WGS 84; heights are left out. */
export type Geometry =
  | { type: 'Point'; coordinates: Position2d }
  | { type: 'LineString' | 'MultiPoint'; coordinates: readonly Position2d[] }
  | { type: 'Polygon' | 'MultiLineString'; coordinates: readonly (readonly Position2d[])[] }
  | { type: 'MultiPolygon'; coordinates: readonly (readonly (readonly Position2d[])[])[] };

export type Property = Placed & { kind: 'property'; name: string };

/**
 * A moment, or a day as what lies between its first and its last microsecond; both as
 * `2024-01-31T10:00:00.000000` in UTC.
 */
export type Instant = Placed & { kind: 'instant'; start: string; end: string };

/** `null` is an open end. */
export type IntervalEnd = Instant | Property | null;

export type Operand =
  | Property
  | Instant
  | (Placed & { kind: 'text'; value: string })
  | (Placed & { kind: 'number'; value: number })
  | (Placed & { kind: 'boolean'; value: boolean })
  | (Placed & { kind: 'casei'; of: Operand })
  | (Placed & { kind: 'interval'; from: IntervalEnd; to: IntervalEnd })
  | (Placed & { kind: 'geometry'; geometry: Geometry })
  | (Placed & { kind: 'box'; box: Bbox });

export type Filter =
  | (Placed & { kind: 'and' | 'or'; all: readonly Filter[] })
  | (Placed & { kind: 'not'; of: Filter })
  | (Placed & { kind: 'always'; value: boolean })
  | (Placed & { kind: 'compare'; op: Comparison; left: Operand; right: Operand })
  | (Placed & { kind: 'like'; value: Operand; pattern: Operand })
  | (Placed & { kind: 'between'; value: Operand; low: Operand; high: Operand })
  | (Placed & { kind: 'in'; value: Operand; options: readonly Operand[] })
  | (Placed & { kind: 'isNull'; value: Operand })
  | (Placed & { kind: 'spatial'; op: SpatialFunction; left: Operand; right: Operand })
  | (Placed & { kind: 'temporal'; op: TemporalFunction; left: Operand; right: Operand });
