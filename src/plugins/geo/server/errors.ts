import type { Door } from '../../../lib/parse-input';
import { Problem } from '../../../lib/problem';

export const unknownCollection = (): Problem =>
  new Problem({ type: 'not-found', detail: 'There is no collection of this name.' });

export const foreignCursor = (): Problem => {
  const message = 'is not a cursor of this question; start again without it';
  return new Problem({
    type: 'invalid-query',
    detail: `cursor: ${message}`,
    faults: [{ parameter: 'cursor', code: 'foreign-cursor', message }],
  });
};

/** A fault of one parameter that shows only after each was read by itself. */
function wrongParameter(door: Door, name: string, code: string, message: string): Problem {
  const place = door === 'query' ? { parameter: name } : { pointer: `/${name}` };
  return new Problem({
    type: door === 'query' ? 'invalid-query' : 'validation-failed',
    detail: `${name}: ${message}`,
    faults: [{ ...place, code, message }],
  });
}

export const faultyPolygon = (door: Door): Problem =>
  wrongParameter(
    door,
    'within',
    'invalid-polygon',
    'has rings that cross themselves or each other',
  );

export const incompleteCircle = (door: Door): Problem =>
  wrongParameter(door, 'near', 'incomplete', 'near and radiusMeters must be given together');

export const faultyCondition = (message: string): Problem =>
  wrongParameter('query', 'filter', 'invalid-filter', message);

export const unknownFeature = (): Problem =>
  new Problem({ type: 'not-found', detail: 'There is no such feature, or you may not see it.' });

export const unknownFile = (): Problem =>
  new Problem({ type: 'not-found', detail: 'This collection has no file of this kind.' });

export const tooManyExports = (): Problem =>
  new Problem({
    type: 'rate-limited',
    code: 'too-many-exports',
    detail: 'Your other exports are running. Try again when one of them is over.',
    retryAfterSeconds: 10,
  });

export const exportForbidden = (): Problem =>
  new Problem({ type: 'forbidden', detail: 'You may not see this any more.' });

export const unknownFacet = (known: readonly string[]): Problem => {
  const message = known.length > 0 ? `must be one of ${known.join(', ')}` : 'has no values here';
  return wrongParameter('query', 'by', 'unknown', message);
};

export const tooManyCells = (most: number): Problem =>
  wrongParameter(
    'query',
    'zoom',
    'too-many-cells',
    `gives more than ${most} cells; ask for a smaller zoom or a smaller box`,
  );

/** Stops the boot: a faulty database is told once, with what to do about it. */
export const unsuitableDatabase = (fault: string, cause?: unknown): Error =>
  new Error(`The database cannot hold positions: ${fault}`, { cause });
