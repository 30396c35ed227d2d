import { createBudget, FilterFault } from './limits';
import { createGeometryParser } from './parse-geometry';
import { createTokenReader } from './token-reader';
import {
  COMPARISONS,
  SPATIAL_FUNCTIONS,
  TEMPORAL_FUNCTIONS,
  type Filter,
  type IntervalEnd,
  type Operand,
} from '../../../contract/cql2';
import { dateValue, instantOrOpen, numberValue, textValue, timestampValue } from './values';

/** Words that are no names unless they stand in double quotes. */
const RESERVED = ['AND', 'OR', 'NOT', 'LIKE', 'BETWEEN', 'IN', 'IS', 'NULL'];

/**
 * Reads a filter in CQL2 text (OGC 21-065r2, annex B). Not read are arithmetic, arrays, functions of a
 * server's own and ACCENTI, whose conformance classes are not claimed.
 * @throws FilterFault that says what is wrong and at which character.
 */
export function parseCql2Text(source: string): Filter {
  const reader = createTokenReader(source);
  const budget = createBudget();
  const geometries = createGeometryParser(reader, budget);

  function pair<Part>(part: () => Part): [Part, Part] {
    reader.expectSign('(');
    const left = part();
    reader.expectSign(',');
    const right = part();
    reader.expectSign(')');
    return [left, right];
  }

  /** The quoted text in `DATE('...')`. */
  function quoted<Result>(read: (text: string, at: string) => Result): Result {
    reader.expectSign('(');
    const { value, at } = reader.expectText('a text in quotes');
    reader.expectSign(')');
    return read(value, at);
  }

  function intervalEnd(): IntervalEnd {
    const { kind, value, at } = reader.peek();
    if (kind === 'name' || kind === 'quoted-name') return property();
    reader.expectText("a day, a moment, '..' or a property");
    return instantOrOpen(value, at);
  }

  function property() {
    const { kind, value, at } = reader.peek();
    const isName = kind === 'name' && !RESERVED.includes(value.toUpperCase());
    if (!isName && kind !== 'quoted-name') return reader.fail('a property or a value');
    reader.next();
    if (reader.isSign('(')) throw new FilterFault(`there is no function "${value}" here.`, at);
    return { kind: 'property', at, name: value } as const;
  }

  function call(word: string): Operand | undefined {
    const { at } = reader.next();
    switch (word) {
      case 'DATE':
        return quoted(dateValue);
      case 'TIMESTAMP':
        return quoted(timestampValue);
      case 'INTERVAL': {
        const [from, to] = pair(intervalEnd);
        return { kind: 'interval', at, from, to };
      }
      default: {
        reader.expectSign('(');
        const of = budget.nested(at, operand);
        reader.expectSign(')');
        return { kind: 'casei', at, of };
      }
    }
  }

  function operand(): Operand {
    const { kind, value, at } = reader.peek();
    budget.part(at);
    if (kind === 'text') return { kind, at, value: textValue(reader.next().value, at) };
    if (kind === 'number') {
      return { kind, at, value: numberValue(Number(reader.next().value), at) };
    }
    if (kind === 'name') {
      if (reader.takeWord('TRUE')) return { kind: 'boolean', at, value: true };
      if (reader.takeWord('FALSE')) return { kind: 'boolean', at, value: false };
      const word = ['DATE', 'TIMESTAMP', 'INTERVAL', 'CASEI'].find((one) => reader.isWord(one));
      const called = word && reader.isSign('(', 1) ? call(word) : geometries.read();
      if (called) return called;
      if (reader.isSign('(', 1)) throw new FilterFault(`there is no function "${value}" here.`, at);
    }
    return property();
  }

  /** What follows the first operand of a comparison, but for the NOT before it. */
  function comparison(value: Operand): Filter | undefined {
    const { at } = reader.peek();
    if (reader.takeWord('LIKE')) return { kind: 'like', at, value, pattern: operand() };
    if (reader.takeWord('BETWEEN')) {
      const low = operand();
      reader.expectWord('AND');
      return { kind: 'between', at, value, low, high: operand() };
    }
    if (!reader.takeWord('IN')) return undefined;
    reader.expectSign('(');
    const options = [operand()];
    while (reader.takeSign(',')) options.push(operand());
    reader.expectSign(')');
    return { kind: 'in', at, value, options };
  }

  function predicate(): Filter {
    const value = operand();
    const { at } = reader.peek();
    const op = COMPARISONS.find((sign) => reader.takeSign(sign));
    if (op) return { kind: 'compare', at, op, left: value, right: operand() };
    if (reader.takeWord('IS')) {
      const isNot = reader.takeWord('NOT');
      reader.expectWord('NULL');
      const isNull: Filter = { kind: 'isNull', at, value };
      return isNot ? { kind: 'not', at, of: isNull } : isNull;
    }
    const isNot = reader.takeWord('NOT');
    const compared = comparison(value);
    if (compared) return isNot ? { kind: 'not', at, of: compared } : compared;
    if (isNot) return reader.fail('LIKE, BETWEEN or IN');
    if (value.kind === 'boolean') return { kind: 'always', at: value.at, value: value.value };
    return reader.fail('a comparison');
  }

  function primary(): Filter {
    const { at } = reader.peek();
    budget.part(at);
    if (reader.takeSign('(')) {
      const inner = budget.nested(at, anyOf);
      reader.expectSign(')');
      return inner;
    }
    const isCalled = (name: string) => reader.isWord(name.toUpperCase()) && reader.isSign('(', 1);
    const spatial = SPATIAL_FUNCTIONS.find(isCalled);
    if (spatial) {
      reader.next();
      const [left, right] = pair(operand);
      return { kind: 'spatial', at, op: spatial, left, right };
    }
    const temporal = TEMPORAL_FUNCTIONS.find(isCalled);
    if (!temporal) return predicate();
    reader.next();
    const [left, right] = pair(operand);
    return { kind: 'temporal', at, op: temporal, left, right };
  }

  function factor(): Filter {
    const { at } = reader.peek();
    if (!reader.takeWord('NOT')) return primary();
    return { kind: 'not', at, of: budget.nested(at, factor) };
  }

  function chain(kind: 'and' | 'or', part: () => Filter): Filter {
    const { at } = reader.peek();
    const all = [part()];
    while (reader.takeWord(kind.toUpperCase())) all.push(part());
    const [only] = all;
    return all.length === 1 && only ? only : { kind, at, all };
  }

  const allOf = (): Filter => chain('and', factor);
  function anyOf(): Filter {
    return chain('or', allOf);
  }

  const filter = anyOf();
  if (reader.peek().kind !== 'end') reader.fail('AND, OR or the end');
  return filter;
}
