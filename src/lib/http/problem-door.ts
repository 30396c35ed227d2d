import type { Middleware, ParameterizedContext } from 'koa';
import { Problem } from '../problem';
import { panelRefusal } from './panel-refusal';
import { renderProblem } from './render-problem';
import { currentRequestId } from './request-context';
import type { RequestLog } from './request-log';
import type { RequestFacts } from './strapi-problem';
import { problemOfStatus, toProblem } from './to-problem';

const API_PATH = /^\/api(\/|$)/i;
const ASKING_METHODS = new Set(['GET', 'HEAD', 'OPTIONS', 'DELETE']);
/** What a handler may have said about the answer it did not get to give. */
const STALE_HEADERS = ['Content-Disposition', 'Content-Encoding', 'ETag', 'Last-Modified'];

interface MatchedLayer {
  path: string;
  methods: string[];
}

function factsOf(ctx: ParameterizedContext): RequestFacts {
  // `body` is put there by the body parser, which types it by declaration merging of its own.
  const { body } = ctx.request as { body?: unknown };
  return {
    asks: ASKING_METHODS.has(ctx.method),
    hasDataEnvelope: typeof body === 'object' && body !== null && 'data' in body,
  };
}

/** The methods that routes of the API offer at this address, by what the router matched. */
function offeredMethods(ctx: ParameterizedContext): string[] {
  const matched: unknown = ctx['matched'];
  const layers = Array.isArray(matched) ? (matched as MatchedLayer[]) : [];
  // The static files' catch-all route matches every address; it is no offer.
  const ours = layers.filter(({ path }) => typeof path === 'string' && API_PATH.test(path));
  return [...new Set(ours.flatMap(({ methods }) => methods))];
}

function answer(ctx: ParameterizedContext, problem: Problem): void {
  STALE_HEADERS.forEach((name) => ctx.remove(name));
  ctx.status = problem.status;
  ctx.body = renderProblem(problem, { instance: ctx.path, requestId: currentRequestId() });
  ctx.type = 'application/problem+json';
  ctx.set('Cache-Control', 'no-store');
  if (problem.retryAfterSeconds !== undefined) {
    ctx.set('Retry-After', String(problem.retryAfterSeconds));
  }
}

/** A problem outside of the API, in the shape that the panel reads. */
function answerPanel(ctx: ParameterizedContext, problem: Problem): void {
  ctx.status = problem.status;
  ctx.body = { data: null, error: renderProblem(problem).error };
  if (problem.retryAfterSeconds !== undefined) {
    ctx.set('Retry-After', String(problem.retryAfterSeconds));
  }
}

/** The words of Strapi's `{data: null, error: {message}}`, or undefined when the body is another. */
function strapiWords(body: unknown): string | undefined {
  if (body === undefined || body === null || body === '') return '';
  if (typeof body === 'string') return body;
  if (typeof body !== 'object' || !('error' in body)) return undefined;
  const { error } = body;
  if (typeof error !== 'object' || error === null || !('message' in error)) return undefined;
  return typeof error.message === 'string' ? error.message : '';
}

/** Answers that carry a status but were not thrown: `ctx.notFound()`, the router's 404, 405, 501. */
function refusalOf(ctx: ParameterizedContext): Problem | undefined {
  if (ctx.status < 400 || ctx.type === 'application/problem+json') return undefined;
  const said = strapiWords(ctx.body);
  if (said === undefined) return undefined;
  const isUnserved = [404, 405, 501].includes(ctx.status);
  const offered = isUnserved ? offeredMethods(ctx) : [];
  if (offered.length > 0 && !offered.includes(ctx.method)) {
    ctx.set('Allow', offered.join(', '));
    return problemOfStatus(405, '', factsOf(ctx));
  }
  const isUnknownAddress = isUnserved && offered.length === 0;
  if (isUnknownAddress) ctx.remove('Allow');
  return problemOfStatus(isUnknownAddress ? 404 : ctx.status, said, factsOf(ctx));
}

function report(log: RequestLog, problem: Problem, error: unknown): void {
  if (problem.status < 500) return;
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  const isOurFault = problem.type === 'internal';
  log.log(
    isOurFault ? 'error' : 'warn',
    isOurFault ? 'A request failed' : 'A request was turned away',
    {
      problem: problem.code,
      error: { name, message, ...(isOurFault && { stack }) },
    },
  );
}

/**
 * What Strapi's authentication says when no strategy knew the caller. The one of users-permissions
 * says so too when the database failed it, and clients would throw good sessions away.
 */
const NOBODY_KNOWN = 'Missing or invalid credentials';

interface DoorDependencies {
  log: RequestLog;
  /** Must answer soon, whatever the database does. */
  isDatabaseUp: () => Promise<boolean>;
}

/**
 * The one place that turns failures under `/api` into answers. Everything else keeps Strapi's own
 * error shape, which the admin panel reads.
 */
export function createProblemDoor({ log, isDatabaseUp }: DoorDependencies): Middleware {
  return async (ctx, next) => {
    if (!API_PATH.test(ctx.path)) {
      await next().catch((error: unknown) => {
        if (!(error instanceof Problem)) throw panelRefusal(error) ?? error;
        answerPanel(ctx, error);
      });
      return;
    }
    try {
      await next();
    } catch (error) {
      const problem = toProblem(error, factsOf(ctx));
      report(log, problem, error);
      if (ctx.headerSent) {
        // Too late for a status: cut the answer off, so that half a file does not look whole.
        ctx.res.destroy();
        return;
      }
      answer(ctx, problem);
      return;
    }
    if (ctx.respond === false || ctx.headerSent) return;
    const refusal = refusalOf(ctx);
    if (!refusal) return;
    const isDoubtful = ctx.status === 401 && refusal.message === NOBODY_KNOWN;
    const isOutage = isDoubtful && !(await isDatabaseUp());
    answer(ctx, isOutage ? problemOfStatus(503, '', factsOf(ctx)) : refusal);
  };
}
