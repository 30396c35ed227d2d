import { z } from 'zod';
import { FilterFault, type Budget } from './limits';
import type { Geometry, IntervalEnd, Operand } from '../../../contract/cql2';
import {
  boxValue,
  checkGeometry,
  dateValue,
  instantOrOpen,
  numberValue,
  positionValue,
  textValue,
  timestampValue,
} from './values';

/** Any operator with what it works on. */
export const NODE = z.strictObject({ op: z.string(), args: z.array(z.unknown()) });

const numbers = z.array(z.number());
const property = z.strictObject({ property: z.string() });
const INTERVAL_END = z.union([z.string(), property]);
/** `bbox` of a geometry says what its positions say, and `crs` may only name what is meant anyway. */
const shape = { bbox: numbers.optional() };
const GEOMETRY = z.discriminatedUnion('type', [
  z.strictObject({ ...shape, type: z.literal('Point'), coordinates: numbers }),
  z.strictObject({
    ...shape,
    type: z.enum(['LineString', 'MultiPoint']),
    coordinates: z.array(numbers),
  }),
  z.strictObject({
    ...shape,
    type: z.enum(['Polygon', 'MultiLineString']),
    coordinates: z.array(z.array(numbers)),
  }),
  z.strictObject({
    ...shape,
    type: z.literal('MultiPolygon'),
    coordinates: z.array(z.array(z.array(numbers))),
  }),
]);

/** What may stand for a value, by the one member that names its kind. */
const VALUES = z.union([
  property,
  z.strictObject({ date: z.string() }),
  z.strictObject({ timestamp: z.string() }),
  z.strictObject({ interval: z.tuple([INTERVAL_END, INTERVAL_END]) }),
  z.strictObject({ bbox: numbers }),
]);

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Values of CQL2 JSON: literals, properties, geometries, dates, intervals and CASEI. */
export function createJsonOperandParser(
  budget: Budget,
  within: (at: string, ...keys: (string | number)[]) => string,
) {
  function geometryOf(node: object, at: string): Operand {
    const parsed = GEOMETRY.safeParse(node);
    if (!parsed.success) throw new FilterFault('expected a GeoJSON geometry.', at);
    const position = (given: readonly number[]) => {
      budget.position(at);
      return positionValue(given, at);
    };
    const { data } = parsed;
    const read = (): Geometry => {
      switch (data.type) {
        case 'Point':
          return { type: data.type, coordinates: position(data.coordinates) };
        case 'LineString':
        case 'MultiPoint':
          return { type: data.type, coordinates: data.coordinates.map(position) };
        case 'Polygon':
        case 'MultiLineString':
          return {
            type: data.type,
            coordinates: data.coordinates.map((line) => line.map(position)),
          };
        case 'MultiPolygon':
          return {
            type: data.type,
            coordinates: data.coordinates.map((part) => part.map((line) => line.map(position))),
          };
      }
    };
    return { kind: 'geometry', at, geometry: checkGeometry(read(), at) };
  }

  function endOf(end: z.infer<typeof INTERVAL_END>, at: string): IntervalEnd {
    if (typeof end !== 'string') return { kind: 'property', at, name: end.property };
    return instantOrOpen(end, at);
  }

  function caseiOf(node: unknown, at: string): Operand {
    const parsed = NODE.safeParse(node);
    if (!parsed.success) throw new FilterFault('expected {"op", "args"}.', at);
    const { op, args } = parsed.data;
    if (op !== 'casei') {
      throw new FilterFault(`there is no function "${op.slice(0, 40)}" here.`, within(at, 'op'));
    }
    if (args.length !== 1) throw new FilterFault('expected 1 argument.', within(at, 'args'));
    const of = budget.nested(at, () => readOperand(args[0], within(at, 'args', 0)));
    return { kind: 'casei', at, of };
  }

  function readOperand(node: unknown, at: string): Operand {
    budget.part(at);
    if (typeof node === 'string') return { kind: 'text', at, value: textValue(node, at) };
    if (typeof node === 'number') return { kind: 'number', at, value: numberValue(node, at) };
    if (typeof node === 'boolean') return { kind: 'boolean', at, value: node };
    if (!isObject(node)) throw new FilterFault('expected a value or a property.', at);
    if ('op' in node) return caseiOf(node, at);
    if ('type' in node) return geometryOf(node, at);
    const parsed = VALUES.safeParse(node);
    if (!parsed.success) throw new FilterFault('expected a value or a property.', at);
    const { data } = parsed;
    if ('property' in data) return { kind: 'property', at, name: data.property };
    if ('date' in data) return dateValue(data.date, at);
    if ('timestamp' in data) return timestampValue(data.timestamp, at);
    if ('bbox' in data) return { kind: 'box', at, box: boxValue(data.bbox, at) };
    const [from, to] = data.interval;
    return {
      kind: 'interval',
      at,
      from: endOf(from, within(at, 'interval', 0)),
      to: endOf(to, within(at, 'interval', 1)),
    };
  }

  return readOperand;
}
