import type { Middleware, ParameterizedContext } from 'koa';
import { isMatchOf } from '../entity-tag';
import { Problem } from '../../problem';
import { checkWrittenData } from './check-data';
import { checkRestQuery, type RestAction } from './check-query';
import { presentAnswer, type ShownEntry } from './present';
import { isNames, type FindType } from './rest-type';
import { runInRowScope, type RowFilters } from './row-scope';
import { searchFilters } from './search-filters';

export interface RestQuerySettings {
  uid: string;
  action: RestAction;
  /** Parameters that the route declares beside Strapi's. */
  extras: string[];
}

/** What the app knows of its content types, and of who is asking. */
export interface RestTypes {
  find: FindType;
  /** Which rows this caller may see. */
  rowsFor: (ctx: ParameterizedContext) => RowFilters;
  mayReadDrafts: (ctx: ParameterizedContext) => boolean;
  /** The documentId behind an `:id` of an address, where a type has other names for its entries. */
  identify: (uid: string, id: string) => Promise<string>;
  /** Completes entries of a type for this caller. */
  present: (ctx: ParameterizedContext, uid: string, entries: ShownEntry[]) => Promise<void>;
  /**
   * Holds an entry until `work` is done, and says when its versions (draft, published) last changed:
   * nothing when the caller may not see it.
   */
  holding: (
    uid: string,
    documentId: string,
    work: (changedAt: Date[]) => Promise<void>,
  ) => Promise<void>;
}

/** Strapi parses the query once for each request and hands out the same object from then on. */
const parsedQuery = (ctx: ParameterizedContext) => ctx.query as Record<string, unknown>;
const paramsOf = (ctx: ParameterizedContext) =>
  (ctx as { params?: Record<string, string> }).params ?? {};

const versionTag = (documentId: string, changedAt: Date) =>
  `"${documentId}.${changedAt.getTime().toString(36)}"`;

const changedMeanwhile = () =>
  new Problem({
    type: 'precondition-failed',
    detail: 'This has changed since you read it. Read it again.',
  });

/** Two who read the same version cannot both write: the second is told. */
function keepingVersion(
  ctx: ParameterizedContext,
  { uid, holding }: Pick<RestTypes, 'holding'> & { uid: string },
  next: () => Promise<unknown>,
): Promise<void> {
  const ifMatch = ctx.get('If-Match');
  const { id = '' } = paramsOf(ctx);
  return holding(uid, id, async (changedAt) => {
    const isCurrent = changedAt.some((date) => isMatchOf(ifMatch, versionTag(id, date)));
    if (changedAt.length > 0 && !isCurrent) throw changedMeanwhile();
    await next();
  });
}

function tagVersion(ctx: ParameterizedContext, data: unknown): void {
  if (!isNames(data)) return;
  const { documentId, updatedAt } = data;
  if (typeof documentId !== 'string') return;
  if (typeof updatedAt === 'string' || updatedAt instanceof Date) {
    ctx.set('ETag', versionTag(documentId, new Date(updatedAt)));
  }
}

function replaceSearch(query: Record<string, unknown>, filters: (words: string) => object): void {
  const { _q: words, filters: asked } = query;
  if (typeof words !== 'string') return;
  delete query['_q'];
  if (words !== '') query['filters'] = { $and: [...(asked ? [asked] : []), filters(words)] };
}

/**
 * Around Strapi's generated controllers: lets through what `checkRestQuery` allows, keeps what they
 * read within the rows that the caller may see, and completes what they answer.
 */
export function createRestQuery(
  { uid, action, extras }: RestQuerySettings,
  types: RestTypes,
): Middleware {
  const known = new Set(extras);
  const isWriting = action === 'create' || action === 'update';

  async function serve(ctx: ParameterizedContext, next: () => Promise<unknown>): Promise<void> {
    const params = paramsOf(ctx);
    if (params['id'] !== undefined) params['id'] = await types.identify(uid, params['id']);
    const isOfVersion = ctx.get('If-Match') !== '' && ['update', 'delete'].includes(action);
    await (isOfVersion ? keepingVersion(ctx, { uid, ...types }, next) : next());
    const { data } = isNames(ctx.body) ? ctx.body : {};
    const level = { uid, asked: parsedQuery(ctx), find: types.find };
    await presentAnswer(data, level, (name, entries) => types.present(ctx, name, entries));
    if (action !== 'find') tagVersion(ctx, data);
  }

  return async (ctx, next) => {
    const type = types.find(uid);
    if (!type) throw new Error(`There is no content type ${uid}`);
    const query = parsedQuery(ctx);
    const mayReadDrafts = types.mayReadDrafts(ctx);
    checkRestQuery(query, { action, type, find: types.find, extras: known, mayReadDrafts });
    if (isWriting) checkWrittenData((ctx.request as { body?: unknown }).body);
    replaceSearch(query, (words) => searchFilters(words, type));
    await runInRowScope(types.rowsFor(ctx), () => serve(ctx, next));
  };
}
