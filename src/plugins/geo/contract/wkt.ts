import { DECIMAL } from './number-param';

type Nested = number[] | Nested[];

/** Steps through WKT; answers undefined for what does not fit. */
class Reader {
  private at = 0;
  constructor(private readonly tokens: readonly string[]) {}

  take(token: string): boolean {
    if (this.tokens[this.at]?.toLowerCase() !== token) return false;
    this.at += 1;
    return true;
  }

  isAtEnd = (): boolean => this.at === this.tokens.length;

  private position(): number[] | undefined {
    const pair = this.tokens.slice(this.at, this.at + 2);
    if (pair.length < 2 || !pair.every((token) => DECIMAL.test(token))) return undefined;
    this.at += 2;
    return pair.map(Number);
  }

  /** `(item, item)`, where an item is a position or, at greater depths, a list. */
  list(depth: number): Nested[] | undefined {
    if (!this.take('(')) return undefined;
    const items: Nested[] = [];
    do {
      const item = depth === 1 ? this.position() : this.list(depth - 1);
      if (!item) return undefined;
      items.push(item);
    } while (this.take(','));
    return this.take(')') ? items : undefined;
  }
}

/**
 * Reads `POLYGON((...))` or `MULTIPOLYGON(((...)))` of two dimensions without an SRID.
 * @returns its polygons as GeoJSON has them; undefined for anything else.
 */
export function parseWktPolygon(text: string): unknown[] | undefined {
  const reader = new Reader(text.match(/[(),]|[^\s(),]+/g) ?? []);
  if (reader.take('polygon')) {
    const rings = reader.list(2);
    return rings && reader.isAtEnd() ? [rings] : undefined;
  }
  if (!reader.take('multipolygon')) return undefined;
  const polygons = reader.list(3);
  return polygons && reader.isAtEnd() ? polygons : undefined;
}
