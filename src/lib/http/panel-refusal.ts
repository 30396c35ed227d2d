import { errors } from '@strapi/utils';
import { Problem } from '../problem';
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

/** Any of Strapi's errors that its own door knows how to answer. */
type Refusal = errors.ApplicationError<string, string, unknown>;

const BY_STATUS: Record<number, new (message: string, details: object) => Refusal> = {
  401: errors.UnauthorizedError,
  403: errors.ForbiddenError,
  404: errors.NotFoundError,
  413: errors.PayloadTooLargeError,
  429: errors.RateLimitError,
};

/** A failure that our own code expects, in Strapi's shape: its status where Strapi knows it, else 400. */
function expectedRefusal({ status, message, code, faults }: Problem): Refusal {
  const details = {
    code,
    ...(faults.length > 0 && {
      errors: faults.map(({ pointer, parameter, message: said }) => ({
        path: pointer?.split('/').slice(1) ?? [parameter ?? ''],
        message: said,
        name: 'ValidationError',
      })),
    }),
  };
  const Known = BY_STATUS[status] ?? errors.ValidationError;
  return new Known(message, details);
}

/**
 * What an editor is told, in Strapi's own shape, when the database and not Strapi's validators refused
 * what was entered or searched for, or our own code refused it; undefined for every other error.
 */
export function panelRefusal(error: unknown): Refusal | undefined {
  if (error instanceof Problem && error.status < 500) return expectedRefusal(error);
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
