import { FilterFault } from './limits';
import type { Filter, IntervalEnd, Operand, SpatialFunction } from '../../../contract/cql2';

/** What a property may be compared with. */
export type QueryableType = 'text' | 'number' | 'boolean' | 'day' | 'moment' | 'geometry';
export type Queryables = ReadonlyMap<string, QueryableType>;

type ValueType = 'text' | 'number' | 'boolean' | 'instant' | 'interval' | 'geometry';

const NAMES: Record<ValueType, string> = {
  text: 'a text',
  number: 'a number',
  boolean: 'true or false',
  instant: 'a day or a moment',
  interval: 'an interval',
  geometry: 'a geometry',
};

/** For these a box across the antimeridian is two boxes, one or the other; it is so for no other. */
const CROSSABLE: readonly SpatialFunction[] = ['s_intersects', 's_disjoint'];
const ORDERED = ['<', '>', '<=', '>='];

/**
 * Proves that all properties exist and all operands fit their operators, so that the SQL made of the
 * filter cannot fail.
 * @throws FilterFault that says what does not fit, and where.
 */
export function checkFilter(filter: Filter, queryables: Queryables): void {
  function propertyType({ name, at }: Extract<Operand, { kind: 'property' }>): ValueType {
    const type = queryables.get(name);
    if (!type) throw new FilterFault(`there is no property "${name.slice(0, 60)}".`, at);
    return type === 'day' || type === 'moment' ? 'instant' : type;
  }

  function checkEnd(end: IntervalEnd): void {
    if (end?.kind === 'property' && propertyType(end) !== 'instant') {
      throw new FilterFault(`expected ${NAMES.instant}.`, end.at);
    }
  }

  function checkOrder({ from, to, at }: Extract<Operand, { kind: 'interval' }>): void {
    checkEnd(from);
    checkEnd(to);
    if (from?.kind === 'instant' && to?.kind === 'instant' && from.start > to.end) {
      throw new FilterFault('an interval does not end before it begins.', at);
    }
  }

  function typeOf(operand: Operand): ValueType {
    switch (operand.kind) {
      case 'property':
        return propertyType(operand);
      case 'casei':
        expectType(operand.of, ['text']);
        return 'text';
      case 'interval':
        checkOrder(operand);
        return 'interval';
      case 'box':
        return 'geometry';
      case 'text':
      case 'number':
      case 'boolean':
      case 'instant':
      case 'geometry':
        return operand.kind;
    }
  }

  function expectType(operand: Operand, allowed: readonly ValueType[]): ValueType {
    const type = typeOf(operand);
    if (allowed.includes(type)) return type;
    const names = allowed.map((one) => NAMES[one]).join(' or ');
    throw new FilterFault(`expected ${names}, but this is ${NAMES[type]}.`, operand.at);
  }

  const scalar = (operand: Operand) =>
    expectType(operand, ['text', 'number', 'boolean', 'instant']);

  function checkPattern(pattern: Operand): void {
    const inner = pattern.kind === 'casei' ? pattern.of : pattern;
    if (inner.kind === 'casei') return checkPattern(inner);
    if (inner.kind !== 'text') throw new FilterFault('expected a pattern in quotes.', inner.at);
    const backslashes = /\\*$/.exec(inner.value)?.[0].length ?? 0;
    if (backslashes % 2 === 1) {
      throw new FilterFault('the pattern ends with a backslash that escapes nothing.', inner.at);
    }
  }

  function check(part: Filter): void {
    switch (part.kind) {
      case 'always':
        return;
      case 'and':
      case 'or':
        return part.all.forEach(check);
      case 'not':
        return check(part.of);
      case 'compare': {
        const left = scalar(part.left);
        expectType(part.right, [left]);
        if (left === 'boolean' && ORDERED.includes(part.op)) {
          throw new FilterFault('true and false have no order.', part.at);
        }
        return;
      }
      case 'like':
        expectType(part.value, ['text']);
        return checkPattern(part.pattern);
      case 'between':
        for (const one of [part.value, part.low, part.high]) expectType(one, ['number']);
        return;
      case 'in': {
        const type = scalar(part.value);
        part.options.forEach((option) => expectType(option, [type]));
        return;
      }
      case 'isNull':
        if (part.value.kind !== 'property') {
          throw new FilterFault('only a property can be null.', part.value.at);
        }
        typeOf(part.value);
        return;
      case 'spatial':
        for (const one of [part.left, part.right]) {
          expectType(one, ['geometry']);
          const isCrossing = one.kind === 'box' && one.box.west > one.box.east;
          if (isCrossing && !CROSSABLE.includes(part.op)) {
            throw new FilterFault(
              'a box across the antimeridian goes with S_INTERSECTS and S_DISJOINT alone.',
              one.at,
            );
          }
        }
        return;
      case 'temporal':
        expectType(part.left, ['instant', 'interval']);
        expectType(part.right, ['instant', 'interval']);
        return;
    }
  }

  check(filter);
}
