import type { QueryableType } from './cql2/check';
import type { GeoLayer, LayerProperty } from './layer';

/** The name of the geometry in filters and in the schema of a layer. */
export const GEOMETRY_QUERYABLE = 'geometry';

/** What a filter may ask about features of a layer. */
export interface Queryable {
  name: string;
  type: QueryableType;
  isInteger: boolean;
  /** Null for the geometry. */
  property: LayerProperty | null;
}

const TYPES: Readonly<Record<string, QueryableType>> = {
  string: 'text',
  text: 'text',
  richtext: 'text',
  email: 'text',
  uid: 'text',
  enumeration: 'text',
  integer: 'number',
  biginteger: 'number',
  float: 'number',
  decimal: 'number',
  boolean: 'boolean',
  date: 'day',
  datetime: 'moment',
  timestamp: 'moment',
};

const known = new WeakMap<GeoLayer, readonly Queryable[]>();

function make({ properties, time }: GeoLayer): readonly Queryable[] {
  const asked = [...properties, ...(time ? [time.start, time.end] : [])];
  const byName = new Map(asked.map((property) => [property.name, property]));
  const scalars = [...byName.values()].flatMap((property): Queryable[] => {
    const type = TYPES[property.type];
    // Lists and objects are compared by no operator that is offered here.
    if (!type || property.name === GEOMETRY_QUERYABLE) return [];
    const { name } = property;
    return [{ name, type, isInteger: /integer$/.test(property.type), property }];
  });
  return [
    ...scalars,
    { name: GEOMETRY_QUERYABLE, type: 'geometry', isInteger: false, property: null },
  ];
}

/** The public properties of a layer that can be compared, its times, and its geometry. */
export function queryablesOf(layer: GeoLayer): readonly Queryable[] {
  const made = known.get(layer) ?? make(layer);
  known.set(layer, made);
  return made;
}
