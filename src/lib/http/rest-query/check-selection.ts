import { checkFilters } from './check-filters';
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

const MAX_LEVELS = 2;
const DIRECTION = /^(asc|desc)$/i;

/** A text with commas, or a list of texts, which may have commas too; undefined for what is neither. */
function namesOf(value: unknown): string[] | undefined {
  const texts: unknown[] = Array.isArray(value) ? value : [value];
  if (!texts.every((text) => typeof text === 'string')) return undefined;
  const names = texts.flatMap((text) => text.split(',')).map((name) => name.trim());
  return names.length > 0 ? names : undefined;
}

export function checkFields(value: unknown, type: RestType, path: Path): QueryFault | undefined {
  const names = namesOf(value);
  if (!names) return invalid(path, 'Takes names of attributes, parted by commas.');
  return firstFault(names, (name) =>
    name === '*' || type.scalars.has(name) ? undefined : unknown([...path, name]),
  );
}

function checkOrder(name: string, direction: unknown, type: RestType): QueryFault | undefined {
  if (!type.scalars.has(name)) return unknown(['sort', name]);
  const isKnown = typeof direction === 'string' && DIRECTION.test(direction);
  return isKnown ? undefined : invalid(['sort', name], 'The direction is asc or desc.');
}

export function checkSort(value: unknown, type: RestType): QueryFault | undefined {
  const items: unknown[] = Array.isArray(value) ? value : [value];
  return firstFault(items, (item) => {
    if (isNames(item)) {
      return firstFault(Object.entries(item), ([name, direction]) =>
        checkOrder(name, direction, type),
      );
    }
    const names = namesOf(item);
    if (!names) return invalid(['sort'], 'Looks like sort=attribute:asc,other:desc.');
    return firstFault(names, (text) => {
      const [name = '', direction = 'asc', ...more] = text.split(':');
      return more.length > 0 ? unknown(['sort', text]) : checkOrder(name, direction, type);
    });
  });
}

interface Context {
  find: FindType;
  path: Path;
  level: number;
}

function checkPart(
  [part, value]: [string, unknown],
  target: RestType,
  context: Context,
): QueryFault | undefined {
  const path = [...context.path, part];
  if (part === 'fields') return checkFields(value, target, path);
  if (part === 'sort') return checkSort(value, target);
  if (part === 'filters') return checkFilters(value, target, { find: context.find, path });
  if (part === 'populate') {
    return checkPopulate(value, target, { ...context, path, level: context.level + 1 });
  }
  return unknown(path);
}

function checkBranch(
  [name, value]: [string, unknown],
  type: RestType,
  context: Context,
): QueryFault | undefined {
  const here = { ...context, path: [...context.path, name] };
  const isPlain = value === true || value === 'true';
  if (type.media.has(name)) return isPlain ? undefined : unknown(here.path);
  const target = here.find(type.relations.get(name) ?? type.components.get(name) ?? '');
  if (!target) return unknown(here.path);
  if (isPlain) return undefined;
  if (!isNames(value)) return invalid(here.path, 'Takes true, or fields, sort, filters, populate.');
  return firstFault(Object.entries(value), (part) => checkPart(part, target, here));
}

/** Whether what is to be brought along is named, of the public surface, and not far away. */
export function checkPopulate(
  value: unknown,
  type: RestType,
  context: Context,
): QueryFault | undefined {
  if (context.level > MAX_LEVELS) {
    const message = `Brings along no more than ${MAX_LEVELS} levels.`;
    return { path: context.path, code: 'too-deep', message };
  }
  if (isNames(value)) {
    return firstFault(Object.entries(value), (branch) => checkBranch(branch, type, context));
  }
  const names = namesOf(value);
  if (!names) return invalid(context.path, 'Takes names of attributes, parted by commas.');
  return firstFault(names, (name) => checkBranch([name, true], type, context));
}
