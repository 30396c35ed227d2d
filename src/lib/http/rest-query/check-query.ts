import { Problem, type InputFault } from '../../problem';
import { checkFilters } from './check-filters';
import { checkFields, checkPopulate, checkSort } from './check-selection';
import {
  invalid,
  isNames,
  unknown,
  type FindType,
  type QueryFault,
  type RestType,
} from './rest-type';

/** What Strapi's generated controllers do. */
export const REST_ACTIONS = ['find', 'findOne', 'create', 'update', 'delete'] as const;
export type RestAction = (typeof REST_ACTIONS)[number];

const ONE = ['fields', 'populate'];
/** The parameters that mean something to each action; Strapi knows and ignores more. */
export const PARAMETERS: Record<RestAction, readonly string[]> = {
  find: [...ONE, 'filters', 'sort', 'pagination', '_q'],
  findOne: ONE,
  create: ONE,
  update: ONE,
  delete: [],
};

const MAX_SEARCH_LENGTH = 200;
/** Beyond this a list is to be narrowed; skipping rows costs as much as reading them. */
const MAX_SKIPPED = 100_000;
const DEFAULT_PAGE_SIZE = 25;
const LOCALE = /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i;

interface Asked {
  action: RestAction;
  type: RestType;
  find: FindType;
  /** Readers get what is published, those who write it drafts as well. */
  mayReadDrafts?: boolean;
}

function checkPagination(value: unknown): QueryFault | undefined {
  if (!isNames(value)) return invalid(['pagination'], 'Looks like pagination[page]=2.');
  const { page, pageSize, start, withCount } = value;
  if (withCount !== undefined && withCount !== 'true' && withCount !== 'false') {
    return invalid(['pagination', 'withCount'], 'withCount is true or false.');
  }
  // That these are whole numbers was seen before.
  const skipped =
    start === undefined
      ? (Number(page ?? 1) - 1) * Number(pageSize ?? DEFAULT_PAGE_SIZE)
      : Number(start);
  if (skipped <= MAX_SKIPPED) return undefined;
  const message = `Lists end after ${MAX_SKIPPED} entries. Narrow yours by filters.`;
  return {
    path: ['pagination', start === undefined ? 'page' : 'start'],
    code: 'too-deep',
    message,
  };
}

function checkSearch(value: unknown): QueryFault | undefined {
  const fits = typeof value === 'string' && value.length <= MAX_SEARCH_LENGTH;
  return fits ? undefined : invalid(['_q'], `Takes up to ${MAX_SEARCH_LENGTH} characters.`);
}

function checkStatus(
  value: unknown,
  { action, type, mayReadDrafts }: Asked,
): QueryFault | undefined {
  if (!type.hasDrafts || action === 'delete') return unknown(['status']);
  const isReading = action === 'find' || action === 'findOne';
  const takes = isReading && !mayReadDrafts ? ['published'] : ['draft', 'published'];
  const fits = typeof value === 'string' && takes.includes(value);
  return fits ? undefined : invalid(['status'], `Takes ${takes.join(' or ')}.`);
}

function checkLocale(value: unknown, { type }: Asked): QueryFault | undefined {
  if (!type.hasLocales) return unknown(['locale']);
  const fits = typeof value === 'string' && LOCALE.test(value);
  return fits ? undefined : invalid(['locale'], 'Takes one language, such as en.');
}

function checkParameter(name: string, value: unknown, asked: Asked): QueryFault | undefined {
  const { action, type, find } = asked;
  if (name === 'status') return checkStatus(value, asked);
  if (name === 'locale') return checkLocale(value, asked);
  if (!PARAMETERS[action].includes(name)) return unknown([name]);
  if (name === 'filters') return checkFilters(value, type, { find, path: [name] });
  if (name === 'sort') return checkSort(value, type);
  if (name === 'fields') return checkFields(value, type, [name]);
  if (name === 'populate') return checkPopulate(value, type, { find, path: [name], level: 1 });
  return name === '_q' ? checkSearch(value) : checkPagination(value);
}

function toInputFault({ path, code, message }: QueryFault): InputFault {
  const [parameter = '', inner] = path;
  const named = parameter === 'pagination' && inner ? `${parameter}[${inner}]` : parameter;
  return { parameter: named, code, message };
}

/**
 * Lets through what asks for the public surface of a type in the grammar of Strapi, and nothing
 * else: a list of what is allowed, in front of Strapi's own lists of what is not.
 * @param extras parameters that the route declares beside Strapi's.
 * @throws Problem `invalid-query` that names the parameter.
 */
export function checkRestQuery(
  query: Record<string, unknown>,
  { extras, ...asked }: Asked & { extras: ReadonlySet<string> },
): void {
  const faults = Object.entries(query)
    .filter(([name]) => !extras.has(name))
    .flatMap(([name, value]) => checkParameter(name, value, asked) ?? [])
    .map(toInputFault);
  if (faults.length === 0) return;
  throw new Problem({
    type: 'invalid-query',
    detail: faults.map(({ parameter, message }) => `${parameter}: ${message}`).join(' '),
    faults,
  });
}
