import type { Middleware, ParameterizedContext } from 'koa';
import { Problem } from '../../problem';
import { bodyLimitsOf, bringsBody, type BodyRule } from '../body-rules';
import { checkJson } from './check-json';
import { parseJson } from './parse-json';
import { readBytes } from './read-bytes';

interface Dependencies {
  rules: readonly BodyRule[];
  /** Whether text and numbers are looked at; elsewhere than in the API Strapi's validators do it. */
  isApi: (path: string) => boolean;
  /** Bytes for who is signed in to the panel, on the panel's own API. */
  panelMaxBytes: number;
  isSignedInToPanel: (ctx: ParameterizedContext) => boolean;
}

const JSON_TYPE = /^application\/([\w.-]+\+)?json$/;
const BODY_METHODS = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/**
 * Reads JSON bodies, in the place of Strapi's parser: that one knows one size for all addresses,
 * unpacks before it measures, and lets through what no table can hold.
 */
export function createJsonBody({
  rules,
  isApi,
  panelMaxBytes,
  isSignedInToPanel,
}: Dependencies): Middleware {
  async function readJson(ctx: ParameterizedContext): Promise<unknown> {
    const { maxBytes, takesLists } = bodyLimitsOf(ctx.path, rules);
    const inApi = isApi(ctx.path);
    const isLargeAllowed = !inApi && isSignedInToPanel(ctx);
    const bytes = await readBytes(ctx.req, isLargeAllowed ? panelMaxBytes : maxBytes);
    const { value, names } = parseJson(bytes);
    const isList = Array.isArray(value);
    if (typeof value !== 'object' || value === null || (inApi && isList && !takesLists)) {
      throw new Problem({ type: 'malformed-body', detail: 'The body must be a JSON object.' });
    }
    if (inApi) checkJson(value, names);
    return value;
  }

  return async (ctx, next) => {
    if (BODY_METHODS.has(ctx.method)) {
      const isJson = bringsBody(ctx.headers) && JSON_TYPE.test(ctx.request.type);
      // What is no JSON was read by the parser of files, or is nothing that a handler should find.
      const { body: fields = {} } = ctx.request as { body?: unknown };
      Object.assign(ctx.request, { body: isJson ? await readJson(ctx) : fields });
    }
    await next();
  };
}
