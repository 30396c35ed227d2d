import { Problem } from '../problem';
import type { ErrorLike } from './error-like';

/**
 * What Strapi's query engine throws, as plain errors, at filters that its validators let through, and
 * what PostgreSQL says when a filter compares text with something that is none.
 */
const FILTER_FAULTS = [
  /^Expected a valid (Number|BigInteger), got /,
  /^Operator \S+ must be an array$/,
  /^Where must be an array or an object$/,
  /^Undefined attribute level operator /,
  /^Only \$and, \$or and \$not can only be used as root level operators/,
  /^You cannot filter on \S+ types$/,
  /in a relation where clause/,
  /^The second argument to where(Not)?Between must/,
  /- operator does not exist: \S.* !?~~\*? unknown$/,
];

/** The refusal behind an error of the query engine, when it is the filters that it complains about. */
export function filterProblem({ message }: ErrorLike): Problem | undefined {
  if (!FILTER_FAULTS.some((fault) => fault.test(message))) return undefined;
  // Its words are not passed on: those of PostgreSQL hold the whole statement.
  const said = 'A filter has a value or an operator that does not fit its field.';
  return new Problem({
    type: 'invalid-query',
    detail: `filters: ${said}`,
    faults: [{ parameter: 'filters', code: 'invalid', message: said }],
  });
}
