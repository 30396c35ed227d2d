import { successesOf } from './successes';

type Json = Record<string, unknown>;

interface Operation extends Json {
  operationId?: string;
  tags?: string[];
  parameters?: (Json & { name: string; in: string })[];
  requestBody?: Json;
  responses?: Record<string, Json>;
}

/** The parts of an OpenAPI document that are read here. */
export interface OpenApiDocument extends Json {
  paths: Record<string, Record<string, Operation>>;
}

/** Strapi's own plugins whose REST routes nobody is granted; they are no part of this API. */
const HIDDEN_OWNERS = ['content-type-builder', 'email', 'i18n', 'upload', 'users-permissions'];

const DESCRIPTION = `Shoal keeps what a marine-science community records and does: species
occurrences with their places, people and groups, events and resources. Lists take Strapi's query
grammar (filters, sort, fields, populate, pagination); refusals are problem details (RFC 9457) that
also carry Strapi's error object. Unknown parameters and fields are refused.`.replaceAll('\n', ' ');

const PROBLEMS: Record<string, string> = {
  400: 'The query or the body cannot be understood',
  401: 'A valid sign-in is needed',
  403: 'This is not allowed',
  404: 'Nothing is here, or you may not see it',
  422: 'The body is well-formed but not valid',
  429: 'Too many requests; Retry-After says how long to wait',
  500: 'Something went wrong on our side',
  503: 'The database or another service does not answer; try again after Retry-After',
  504: 'The answer took too long to find; ask for less',
};

const PROBLEM_SCHEMA = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code', 'errors', 'data', 'error'],
  properties: {
    type: { type: 'string', description: 'The kind of problem, for example /problems/not-found' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    instance: { type: 'string', description: 'The path that was asked for' },
    code: { type: 'string', description: 'The kind of problem or a finer one; branch on this' },
    requestId: { type: 'string', format: 'uuid' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['code', 'message'],
        properties: {
          parameter: { type: 'string', description: 'The query parameter at fault' },
          pointer: { type: 'string', description: 'The part of the body at fault (RFC 6901)' },
          code: { type: 'string' },
          message: { type: 'string' },
        },
      },
    },
    data: { type: 'null' },
    error: {
      type: 'object',
      required: ['status', 'name', 'message'],
      properties: {
        status: { type: 'integer' },
        name: { type: 'string' },
        message: { type: 'string' },
        details: { type: 'object' },
      },
    },
  },
};

const problemResponses = Object.fromEntries(
  Object.entries(PROBLEMS).map(([status, description]) => [
    `Problem${status}`,
    {
      description,
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  ]),
);

/** The moment of generation, which Strapi gives as the default of `publishedAt`. */
const isMoment = (key: string, value: unknown) =>
  key === 'default' && typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value);

/** Strapi says this of its document ids, which are 24 letters and digits. */
const WRONG_ID = 'The document ID, represented by a UUID';
const DOCUMENT_ID = { type: 'string', description: 'A documentId' };

/** Schemas come with a dialect mark each, which the document says once for all. */
function tidy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tidy);
  if (typeof value !== 'object' || value === null) return value;
  if ('description' in value && value.description === WRONG_ID) return DOCUMENT_ID;
  const kept = Object.entries(value).filter(
    ([key, inner]) => key !== '$schema' && !isMoment(key, inner),
  );
  return Object.fromEntries(kept.map(([key, inner]) => [key, tidy(inner)]));
}

/** `getOccurrencesById` from `get` and `/occurrences/{id}`: unique, and a name in any language. */
function operationIdOf(method: string, path: string): string {
  const words = path
    .replaceAll('{', 'by-')
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean);
  return method + words.map((word) => word[0]?.toUpperCase() + word.slice(1)).join('');
}

/** Path parameters that a route names but does not describe. */
function undescribed(path: string, described: Operation['parameters'] = []) {
  const names = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name ?? '');
  return names
    .filter((name) => !described.some((one) => one.in === 'path' && one.name === name))
    .map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
}

function responsesOf(method: string, path: string, operation: Operation): Record<string, Json> {
  const hasBody = operation.requestBody !== undefined;
  const statuses = Object.keys(PROBLEMS).filter((status) => status !== '422' || hasBody);
  const problems = statuses.map((problem) => [
    problem,
    { $ref: `#/components/responses/Problem${problem}` },
  ]);
  return {
    ...successesOf(method, path, operation.responses?.['200']),
    ...(Object.fromEntries(problems) as Record<string, Json>),
  };
}

function completeOperation(method: string, path: string, operation: Operation): Operation {
  const parameters = [...(operation.parameters ?? []), ...undescribed(path, operation.parameters)];
  return {
    summary: `${method.toUpperCase()} ${path}`,
    ...operation,
    operationId: operationIdOf(method, path),
    ...(parameters.length > 0 && { parameters }),
    responses: responsesOf(method, path, operation),
  };
}

function isOffered(operation: Operation): boolean {
  const owner = operation.operationId?.split('/')[0] ?? '';
  return !HIDDEN_OWNERS.includes(owner);
}

/**
 * A route may say by a pattern which values of a parameter are its own; clients need not know. What
 * follows a parameter (`:y.mvt`) the generator takes for a part of its name.
 */
const withoutPatterns = (path: string) =>
  path.replace(/\{(\w+)(?:\([^{}]*\))?([^{}]*)\}/g, '{$1}$2');

function completePaths(paths: OpenApiDocument['paths']): OpenApiDocument['paths'] {
  const offered = Object.entries(paths).map(([declared, operations]) => {
    const path = withoutPatterns(declared);
    const kept = Object.entries(operations).filter(([, operation]) => isOffered(operation));
    return [
      path,
      Object.fromEntries(
        kept.map(([method, operation]) => [method, completeOperation(method, path, operation)]),
      ),
    ] as const;
  });
  const filled = offered.filter(([, operations]) => Object.keys(operations).length > 0);
  return Object.fromEntries(filled.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Makes a whole document of what Strapi generates: its routes and schemas are right, but paths lack
 * the prefix, problems are undescribed, and routes of the engine that nobody may call are in it.
 */
export function completeDocument(raw: unknown, { version }: { version: string }): OpenApiDocument {
  // The generator's own type is wider than what it writes; a test validates the outcome.
  const { paths, components } = tidy(raw) as OpenApiDocument & {
    components?: { schemas?: Json; securitySchemes?: Json };
  };
  const completed = completePaths(paths);
  const tags = Object.values(completed).flatMap((operations) =>
    Object.values(operations).flatMap((operation) => operation.tags ?? []),
  );
  return {
    openapi: '3.1.0',
    info: {
      title: 'Shoal API',
      version,
      description: DESCRIPTION,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/api', description: 'This server' }],
    security: [{}, { bearerAuth: [] }],
    tags: [...new Set(tags)].sort().map((name) => ({ name })),
    paths: completed,
    components: {
      securitySchemes: { bearerAuth: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      responses: problemResponses,
      schemas: { ...components?.schemas, Problem: PROBLEM_SCHEMA },
    },
  };
}
