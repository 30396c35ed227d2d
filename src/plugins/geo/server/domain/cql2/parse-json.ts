import { z } from 'zod';
import { createBudget, FilterFault, MAX_LENGTH } from './limits';
import { createJsonOperandParser, NODE } from './parse-json-operand';
import {
  COMPARISONS,
  SPATIAL_FUNCTIONS,
  TEMPORAL_FUNCTIONS,
  type Filter,
  type Operand,
} from '../../../contract/cql2';

const ROOT = 'the root';
const listed = z.array(z.unknown());
const within = (at: string, ...keys: (string | number)[]): string =>
  `${at === ROOT ? '' : at}${keys.map((key) => `/${key}`).join('')}`;

/**
 * Reads a filter in CQL2 JSON (OGC 21-065r2, annex C), the same parts as `parseCql2Text`. Each level is
 * parsed by itself, since a schema of unions within unions would try all ways through them.
 * @throws FilterFault that says what is wrong and where, as a JSON pointer (RFC 6901).
 */
export function parseCql2Json(sent: unknown): Filter {
  const budget = createBudget();
  const readOperand = createJsonOperandParser(budget, within);

  function exactly(args: readonly unknown[], count: number, at: string): void {
    if (args.length !== count) {
      throw new FilterFault(`expected ${count} arguments.`, within(at, 'args'));
    }
  }

  function operands<const Count extends 1 | 2 | 3>(
    args: readonly unknown[],
    count: Count,
    at: string,
  ): Operand[] {
    exactly(args, count, at);
    return args.map((arg, place) => readOperand(arg, within(at, 'args', place)));
  }

  function pair(args: readonly unknown[], at: string) {
    const [left, right] = operands(args, 2, at) as [Operand, Operand];
    return { left, right };
  }

  function optionsOf(args: readonly unknown[], at: string): Filter {
    exactly(args, 2, at);
    const place = within(at, 'args', 1);
    const options = listed.safeParse(args[1]);
    if (!options.success || options.data.length === 0) {
      throw new FilterFault('expected a list with something in it.', place);
    }
    return {
      kind: 'in',
      at,
      value: readOperand(args[0], within(at, 'args', 0)),
      options: options.data.map((option, index) => readOperand(option, within(place, index))),
    };
  }

  function filterOf(op: string, args: readonly unknown[], at: string): Filter {
    const filters = () => args.map((arg, place) => readFilter(arg, within(at, 'args', place)));
    switch (op) {
      case 'and':
      case 'or':
        if (args.length < 2) throw new FilterFault('expected two or more.', within(at, 'args'));
        return { kind: op, at, all: filters() };
      case 'not': {
        exactly(args, 1, at);
        const [of] = filters() as [Filter];
        return { kind: 'not', at, of };
      }
      case 'like': {
        const { left, right } = pair(args, at);
        return { kind: 'like', at, value: left, pattern: right };
      }
      case 'between': {
        const [value, low, high] = operands(args, 3, at) as [Operand, Operand, Operand];
        return { kind: 'between', at, value, low, high };
      }
      case 'in':
        return optionsOf(args, at);
      case 'isNull': {
        const [value] = operands(args, 1, at) as [Operand];
        return { kind: 'isNull', at, value };
      }
    }
    const comparison = COMPARISONS.find((one) => one === op);
    if (comparison) return { kind: 'compare', at, op: comparison, ...pair(args, at) };
    const spatial = SPATIAL_FUNCTIONS.find((one) => one === op);
    if (spatial) return { kind: 'spatial', at, op: spatial, ...pair(args, at) };
    const temporal = TEMPORAL_FUNCTIONS.find((one) => one === op);
    if (temporal) return { kind: 'temporal', at, op: temporal, ...pair(args, at) };
    throw new FilterFault(`there is no operator "${op.slice(0, 40)}" here.`, within(at, 'op'));
  }

  function readFilter(node: unknown, at: string): Filter {
    budget.part(at);
    if (typeof node === 'boolean') return { kind: 'always', at, value: node };
    const parsed = NODE.safeParse(node);
    if (!parsed.success) throw new FilterFault('expected {"op", "args"} or true or false.', at);
    const { op, args } = parsed.data;
    return budget.nested(at, () => filterOf(op, args, at));
  }

  return readFilter(sent, ROOT);
}

/**
 * The same from the text of a query parameter.
 * @throws FilterFault for what is no JSON, too.
 */
export function parseCql2JsonText(source: string): Filter {
  if (source.length > MAX_LENGTH) {
    throw new FilterFault(`a filter has at most ${MAX_LENGTH} characters.`, ROOT);
  }
  let sent: unknown;
  try {
    sent = JSON.parse(source);
  } catch {
    throw new FilterFault('this is not JSON.', ROOT);
  }
  return parseCql2Json(sent);
}
