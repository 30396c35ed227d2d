import type { Measure } from './occurrence';

/*
 * Readers for single values of a provider. They answer `null` for what is not there and never throw:
 * one odd field must not cost the record, and the raw record keeps what was sent.
 */

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** Text as sent, without outer white space; empty is nothing. Numbers and booleans become text. */
export function readText(value: unknown): string | null {
  if (typeof value === 'string') return value.trim() || null;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return null;
}

/** A number sent as number or as text; an empty text is nothing, not 0. */
export function readMeasure(value: unknown): Measure {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return Number.isFinite(value) ? value : 'not-a-number';
  if (typeof value !== 'string') return 'not-a-number';
  const text = value.trim();
  if (text === '') return null;
  const number = NUMBER.test(text) ? Number(text) : NaN;
  return Number.isFinite(number) ? number : 'not-a-number';
}

/** A number, where one that cannot be read is as good as none. */
export function readNumber(value: unknown): number | null {
  const measure = readMeasure(value);
  return measure === 'not-a-number' ? null : measure;
}

const MAX_INTEGER = 2_147_483_647;

/** A whole number that fits an integer column. */
export function readInteger(value: unknown): number | null {
  const number = readNumber(value);
  if (number === null || !Number.isInteger(number)) return null;
  return Math.abs(number) <= MAX_INTEGER ? number : null;
}

/** True or false, also as text; anything else is "not said". */
export function readBoolean(value: unknown): boolean | null {
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  return null;
}

/** Whether this is an object of fields: no list, no scalar, no null. */
export function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
