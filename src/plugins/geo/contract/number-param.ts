import { z } from 'zod';

/** Plain decimal notation only: what `Number` also takes (empty text, `0x1F`, `Infinity`) is refused. */
export const DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?$/;

/** The finite number that a query writes in decimal notation or a body holds; undefined for all else. */
export function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && DECIMAL.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** A finite number: of a query its decimal notation, of a body the number itself as well. */
export const numberParam = z.unknown().transform((value, context): number => {
  const number = numberOf(value);
  if (number !== undefined) return number;
  context.addIssue({ code: 'custom', message: 'must be a number, given once' });
  return z.NEVER;
});
