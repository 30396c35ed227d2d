import { z } from 'zod';
import type { GeoFilter } from './collection';
import { numberParam } from './number-param';
import type { FilterValue, StateChoice } from './question';

const MAX_VALUES = 50;
const MAX_LENGTH = 500;
const MAX_INTEGER = 2_147_483_647;

type Read = (value: unknown) => FilterValue | undefined | { fault: string };

const fault = (message: string) => ({ fault: message });

/** Texts of a comma-separated list, or of a list. */
function readTexts(value: unknown, isSingle = false): string[] | { fault: string } {
  const texts: unknown[] =
    typeof value === 'string' && !isSingle ? value.split(',') : [value].flat();
  if (texts.length > (isSingle ? 1 : MAX_VALUES)) {
    return fault(isSingle ? 'must be given once' : `must have at most ${MAX_VALUES} values`);
  }
  const known = texts.filter((text) => typeof text === 'string');
  if (known.length < texts.length) return fault('must be text');
  if (known.includes('')) return fault('must not be empty');
  if (known.some((text) => text.length > MAX_LENGTH)) {
    return fault(`must have at most ${MAX_LENGTH} characters`);
  }
  return known;
}

function readIntegers(value: unknown): number[] | { fault: string } {
  const parts: unknown[] = typeof value === 'string' ? value.split(',') : [value].flat();
  if (parts.length > MAX_VALUES) return fault(`must have at most ${MAX_VALUES} values`);
  const numbers = parts.map((part) => {
    const number = typeof part === 'string' && /^-?\d{1,10}$/.test(part) ? Number(part) : part;
    return Number.isInteger(number) && Math.abs(Number(number)) <= MAX_INTEGER
      ? Number(number)
      : NaN;
  });
  return numbers.some(Number.isNaN) ? fault('must be a whole number, or several') : numbers;
}

const RANGE_FORM = 'must be two numbers min,max, of which one may be left out';

function readRange(value: unknown): FilterValue | { fault: string } {
  const parts: unknown[] = typeof value === 'string' ? value.split(',') : [value].flat();
  if (parts.length !== 2) return fault(RANGE_FORM);
  const ends = parts.map((part) =>
    part === '' || part === null ? null : (numberParam.safeParse(part).data ?? NaN),
  );
  const [min = null, max = null] = ends;
  if (ends.some(Number.isNaN) || (min === null && max === null)) return fault(RANGE_FORM);
  if (min !== null && max !== null && min > max) return fault('min must not be greater than max');
  return { min, max };
}

const CHOICES: readonly unknown[] = ['include', 'only'] satisfies StateChoice[];

function readState(value: unknown): FilterValue | undefined | { fault: string } {
  if (value === 'exclude') return undefined; // the default
  if (!CHOICES.includes(value)) return fault('must be exclude, include or only');
  return value as StateChoice; // one of the list above
}

function readerOf(filter: GeoFilter): Read {
  switch (filter.kind) {
    case 'text':
      return (value) => readTexts(value, filter.single);
    case 'list':
      return (value) => readTexts(value);
    case 'integer':
    case 'tree':
      return readIntegers;
    case 'range':
      return readRange;
    case 'state':
      return readState;
  }
}

/** The parameter of a filter: of a query its text, of a JSON body numbers and lists as well. */
export function filterParam(filter: GeoFilter) {
  const read = readerOf(filter);
  return z
    .unknown()
    .transform((value, context): FilterValue | undefined => {
      const found = read(value);
      if (typeof found !== 'object' || !('fault' in found)) return found;
      context.addIssue({ code: 'custom', message: found.fault });
      return z.NEVER;
    })
    .optional();
}
