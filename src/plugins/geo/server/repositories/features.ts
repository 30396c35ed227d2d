import type { ReadDatabase } from '../../../../lib/sql/read-database';
import { quoteIdentifier } from '../../../../lib/sql/identifier';
import type { Question } from '../../contract/question';
import type { GeoLayer } from '../domain/layer';
import { featureText, type Access, type Bindings, type SqlPart } from './feature-sql';
import { matchingRows } from './question-sql';

/** Some features in the order of their ids, already in GeoJSON. */
export interface FeaturePage {
  /** The features, comma-separated. */
  text: string;
  count: number;
  lastId: number | null;
  hasMore: boolean;
}

export interface PageRequest {
  layer: GeoLayer;
  question: Question;
  access: Access;
  afterId: number;
  limit: number;
}
/** How many rows a statement may look at before it gives up with `null`. */
export interface BoundedPageRequest extends PageRequest {
  maxRows: number;
}

interface PageRow {
  text: string | null;
  count: number;
  last_id: number | null;
  has_more: boolean;
}

/**
 * The statement that turns the rows of `page` (one more than asked for) into a `PageRow`. They are
 * fetched by place, which holds within one statement and is an eighth faster than by primary key.
 */
const pageOf = ({ layer, access }: PageRequest): string =>
  `select f.text, f.count, f.last_id, (select count(*) from page) > :limit as has_more
     from (select string_agg(${featureText(layer, access)}, ',' order by t.id) as text,
                  cast(count(*) as integer) as count,
                  max(t.id) as last_id
             from (select place from page order by id limit :limit) k
             join ${quoteIdentifier(layer.table)} t on t.ctid = k.place) f`;

const toPage = ({ text, count, last_id, has_more }: PageRow): FeaturePage => ({
  text: text ?? '',
  count,
  lastId: last_id,
  hasMore: has_more,
});

const toBindings = ({ afterId, limit }: PageRequest, { bindings }: SqlPart): Bindings => ({
  ...bindings,
  afterId,
  limit,
  oneMore: limit + 1,
});

/** Reads of a layer's rows, in the order of their ids. */
export const createFeatureRepository = (db: ReadDatabase) => ({
  /** However far the next match is. Relies on the primary key; for questions that most rows answer. */
  async walkAll(request: PageRequest): Promise<FeaturePage> {
    const { layer, question, access } = request;
    const matching = matchingRows(layer, question, access);
    const { rows } = await db.raw<{ rows: [PageRow] }>(
      `with page as materialized (
         select t.id, t.ctid as place
           from ${quoteIdentifier(layer.table)} t
          where t.id > :afterId and ${matching.sql}
          order by t.id
          limit :oneMore)
       ${pageOf(request)}`,
      toBindings(request, matching),
    );
    return toPage(rows[0]);
  },

  /**
   * When no more than `maxRows` matches are left; `null` otherwise. Relies on
   * {table}_geom_idx (GiST). Gathering before sorting keeps the planner from walking the primary key
   * of the whole table for a small box (13 ms instead of 0.3 ms at ten million rows).
   */
  async gather(request: BoundedPageRequest): Promise<FeaturePage | null> {
    const { layer, question, access } = request;
    const matching = matchingRows(layer, question, access);
    const { rows } = await db.raw<{ rows: [PageRow & { is_all: boolean }] }>(
      `with found as materialized (
         select t.id, t.ctid as place
           from ${quoteIdentifier(layer.table)} t
          where ${matching.sql} and t.id > :afterId
          limit :tooMany),
       page as materialized (
         select id, place
           from found
          where (select count(*) from found) <= :maxRows
          order by id
          limit :oneMore)
       select (select count(*) from found) <= :maxRows as is_all, p.*
         from (${pageOf(request)}) p`,
      {
        ...toBindings(request, matching),
        maxRows: request.maxRows,
        tooMany: request.maxRows + 1,
      },
    );
    return rows[0].is_all ? toPage(rows[0]) : null;
  },

  /**
   * When the next `maxRows` rows of the table hold more than a page; `null` otherwise.
   * Relies on the primary key. The bound matters: imported rows lie together, so the next match may
   * be millions of rows away.
   */
  async walk(request: BoundedPageRequest): Promise<FeaturePage | null> {
    const { layer, question, access } = request;
    const matching = matchingRows(layer, question, access);
    const { rows } = await db.raw<{ rows: [PageRow] }>(
      `with page as materialized (
         select t.id, t.ctid as place
           from (select ctid, *
                   from ${quoteIdentifier(layer.table)}
                  where id > :afterId
                  order by id
                  limit :maxRows) t
          where ${matching.sql}
          order by t.id
          limit :oneMore)
       ${pageOf(request)}`,
      { ...toBindings(request, matching), maxRows: request.maxRows },
    );
    return rows[0].has_more ? toPage(rows[0]) : null;
  },

  /** However many matches are left: all are sorted. Relies on {table}_geom_idx. */
  async sort(request: PageRequest): Promise<FeaturePage> {
    const { layer, question, access } = request;
    const matching = matchingRows(layer, question, access);
    const { rows } = await db.raw<{ rows: [PageRow] }>(
      `with found as materialized (
         select t.id, t.ctid as place
           from ${quoteIdentifier(layer.table)} t
          where ${matching.sql} and t.id > :afterId),
       page as materialized (
         select id, place from found order by id limit :oneMore)
       ${pageOf(request)}`,
      toBindings(request, matching),
    );
    return toPage(rows[0]);
  },
});

export type FeatureRepository = ReturnType<typeof createFeatureRepository>;
