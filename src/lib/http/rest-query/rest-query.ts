import type { Middleware, ParameterizedContext } from 'koa';
import { checkWrittenData } from './check-data';
import { checkRestQuery, type RestAction } from './check-query';
import type { FindType } from './rest-type';
import { searchFilters } from './search-filters';

export interface RestQuerySettings {
  uid: string;
  action: RestAction;
  /** Parameters that the route declares beside Strapi's. */
  extras: string[];
}

/** Strapi parses the query once for each request and hands out the same object from then on. */
const parsedQuery = (ctx: ParameterizedContext) => ctx.query as Record<string, unknown>;

/** In front of Strapi's generated controllers: lets through what `checkRestQuery` allows. */
export function createRestQuery(
  { uid, action, extras }: RestQuerySettings,
  { find }: { find: FindType },
): Middleware {
  const known = new Set(extras);

  return async (ctx, next) => {
    const type = find(uid);
    if (!type) throw new Error(`There is no content type ${uid}`);
    const query = parsedQuery(ctx);
    checkRestQuery(query, { action, type, find, extras: known });
    if (action === 'create' || action === 'update') {
      checkWrittenData((ctx.request as { body?: unknown }).body);
    }
    const { _q: words, filters } = query;
    if (typeof words === 'string') {
      delete query['_q'];
      if (words !== '') {
        query['filters'] = { $and: [...(filters ? [filters] : []), searchFilters(words, type)] };
      }
    }
    await next();
  };
}
