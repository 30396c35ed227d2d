import { errors } from '@strapi/utils';
import { databaseProblem } from './database-problem';
import { isErrorLike, type ErrorLike } from './error-like';
import { filterProblem } from './filter-problem';

/** How PostgreSQL names the columns of a violated constraint: `Key (provider, dataset_key)=(...) already exists.` */
const VIOLATED_KEY = /^Key \(([a-z0-9_, ]+)\)=/;

const attributeOf = (column: string): string =>
  column.trim().replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

function violatedAttributes({ detail }: ErrorLike): string[] {
  const columns = typeof detail === 'string' ? VIOLATED_KEY.exec(detail)?.[1] : undefined;
  return columns?.split(',').map(attributeOf) ?? [];
}

/**
 * What an editor is told, in Strapi's own shape, when the database and not Strapi's validators refused
 * what was entered or searched for; undefined for every other error.
 */
export function panelRefusal(error: unknown): errors.ValidationError | undefined {
  if (!isErrorLike(error)) return undefined;
  const problem = databaseProblem(error) ?? filterProblem(error);
  if (problem?.type === 'validation-failed' || problem?.type === 'invalid-query') {
    return new errors.ValidationError(problem.message);
  }
  if (problem?.type !== 'conflict') return undefined;
  const attributes = violatedAttributes(error);
  if (attributes.length === 0) return new errors.ValidationError(problem.message);
  const message = `There is already an entry with this ${attributes.join(', ')}.`;
  return new errors.ValidationError(message, {
    errors: attributes.map((name) => ({ path: [name], message, name: 'ValidationError' })),
  });
}
