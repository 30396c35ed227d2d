import { kindOf, PRESENCE } from './operators';
import {
  firstFault,
  invalid,
  isNames,
  unknown,
  type FindType,
  type QueryFault,
  type RestType,
} from './rest-type';

type Path = readonly string[];

const MAX_VALUES = 50;

function checkValue(value: unknown, scalarType: string, path: Path): QueryFault | undefined {
  const { isValue, expects } = kindOf(scalarType);
  const fits = typeof value === 'string' && isValue(value);
  return fits ? undefined : invalid(path, `${path.join('.')} must be ${expects}.`);
}

function checkList(value: unknown, scalarType: string, path: Path): QueryFault | undefined {
  const isRange = path.at(-1) === '$between';
  const isCounted =
    Array.isArray(value) && (isRange ? value.length === 2 : value.length <= MAX_VALUES);
  if (!isCounted) {
    const takes = isRange ? 'two values' : `a list of up to ${MAX_VALUES} values`;
    return invalid(path, `${path.join('.')} takes ${takes}.`);
  }
  return firstFault(value as unknown[], (item) => checkValue(item, scalarType, path));
}

function checkOperator(
  operator: string,
  value: unknown,
  { scalarType, path }: { scalarType: string; path: Path },
): QueryFault | undefined {
  const here = [...path, operator];
  if (operator === '$not') return checkCondition(value, scalarType, here);
  if (!kindOf(scalarType).operators.has(operator)) {
    return { ...unknown(here), message: `${operator} is no operator for ${path.join('.')}.` };
  }
  if (PRESENCE.includes(operator)) return checkValue(value, 'boolean', here);
  if (['$in', '$notIn', '$between'].includes(operator)) return checkList(value, scalarType, here);
  return checkValue(value, scalarType, here);
}

/** What is asked of one attribute: a value, or operators with theirs. */
function checkCondition(value: unknown, scalarType: string, path: Path): QueryFault | undefined {
  if (!isNames(value)) return checkValue(value, scalarType, path);
  const operators = Object.entries(value);
  if (operators.length === 0) return invalid(path, `${path.join('.')} is empty.`);
  return firstFault(operators, ([operator, operand]) =>
    checkOperator(operator, operand, { scalarType, path }),
  );
}

/**
 * A relation is there or not, or is a certain one. What else is true of an entry at its other end
 * is asked at its own address, where the rules about who may see it hold.
 */
function checkRelation(value: unknown, path: Path): QueryFault | undefined {
  if (!isNames(value)) return invalid(path, `${path.join('.')} takes documentId, id or $null.`);
  return firstFault(Object.entries(value), ([name, condition]) => {
    const here = [...path, name];
    if (PRESENCE.includes(name)) return checkValue(condition, 'boolean', here);
    if (name === 'documentId') return checkCondition(condition, 'string', here);
    if (name === 'id') return checkCondition(condition, 'integer', here);
    return unknown(here);
  });
}

function checkGroup(value: unknown, type: RestType, context: Context): QueryFault | undefined {
  if (!Array.isArray(value) || value.length === 0) {
    return invalid(context.path, `${context.path.join('.')} takes a list of filters.`);
  }
  return firstFault(value as unknown[], (item) => checkFilters(item, type, context));
}

interface Context {
  find: FindType;
  path: Path;
}

function checkMember(
  [name, value]: [string, unknown],
  type: RestType,
  { find, path }: Context,
): QueryFault | undefined {
  const here = { find, path: [...path, name] };
  if (name === '$and' || name === '$or') return checkGroup(value, type, here);
  if (name === '$not') return checkFilters(value, type, here);
  const scalarType = type.scalars.get(name);
  if (scalarType) return checkCondition(value, scalarType, here.path);
  if (type.relations.has(name) || type.media.has(name)) return checkRelation(value, here.path);
  const component = find(type.components.get(name) ?? '');
  return component ? checkFilters(value, component, here) : unknown(here.path);
}

/** Whether filters ask about nothing but the public surface of a type, in a way that can be answered. */
export function checkFilters(
  value: unknown,
  type: RestType,
  context: Context,
): QueryFault | undefined {
  if (!isNames(value) || Object.keys(value).length === 0) {
    return invalid(context.path, 'Filters look like filters[attribute][$operator]=value.');
  }
  return firstFault(Object.entries(value), (member) => checkMember(member, type, context));
}
