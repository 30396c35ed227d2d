import type { Budget } from './limits';
import type { TokenReader } from './token-reader';
import type { Geometry, Operand, Position2d } from '../../../contract/cql2';
import { boxValue, checkGeometry, numberValue, positionValue } from './values';

export const GEOMETRY_WORDS = [
  'POINT',
  'LINESTRING',
  'POLYGON',
  'MULTIPOINT',
  'MULTILINESTRING',
  'MULTIPOLYGON',
] as const;
type GeometryWord = (typeof GEOMETRY_WORDS)[number];

/** Well-known text and `BBOX(...)` within a filter in text. */
export function createGeometryParser(reader: TokenReader, budget: Budget) {
  function number(): number {
    const { value, at } = reader.expectNumber();
    return numberValue(Number(value), at);
  }

  /** In parentheses, separated by commas. */
  function list<Item>(item: () => Item): Item[] {
    reader.expectSign('(');
    const items = [item()];
    while (reader.takeSign(',')) items.push(item());
    reader.expectSign(')');
    return items;
  }

  function position(): Position2d {
    const { at } = reader.peek();
    budget.position(at);
    const numbers = [number(), number()];
    while (reader.peek().kind === 'number') numbers.push(number());
    return positionValue(numbers, at);
  }

  /** `MULTIPOINT((1 2),(3 4))`, and without the inner parentheses as many write it. */
  function pointOfMany(): Position2d {
    if (!reader.takeSign('(')) return position();
    const point = position();
    reader.expectSign(')');
    return point;
  }

  const line = () => list(position);
  const lines = () => list(line);

  function coordinatesOf(word: GeometryWord): Geometry {
    switch (word) {
      case 'POINT': {
        reader.expectSign('(');
        const coordinates = position();
        reader.expectSign(')');
        return { type: 'Point', coordinates };
      }
      case 'LINESTRING':
        return { type: 'LineString', coordinates: line() };
      case 'POLYGON':
        return { type: 'Polygon', coordinates: lines() };
      case 'MULTIPOINT':
        return { type: 'MultiPoint', coordinates: list(pointOfMany) };
      case 'MULTILINESTRING':
        return { type: 'MultiLineString', coordinates: lines() };
      case 'MULTIPOLYGON':
        return { type: 'MultiPolygon', coordinates: list(lines) };
    }
  }

  return {
    /** A geometry or box if one comes next, undefined otherwise. */
    read(): Operand | undefined {
      const { at } = reader.peek();
      if (reader.isWord('BBOX') && reader.isSign('(', 1)) {
        reader.next();
        return { kind: 'box', at, box: boxValue(list(number), at) };
      }
      const has = (ahead: number) => (word: GeometryWord) =>
        reader.isWord(word) && reader.isSign('(', ahead) && (ahead === 1 || reader.isWord('Z', 1));
      const word = GEOMETRY_WORDS.find(has(1)) ?? GEOMETRY_WORDS.find(has(2));
      if (!word) return undefined;
      reader.next();
      reader.takeWord('Z');
      return { kind: 'geometry', at, geometry: checkGeometry(coordinatesOf(word), at) };
    },
  };
}
