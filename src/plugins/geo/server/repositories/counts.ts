import type { ReadDatabase } from '../../../../lib/sql/read-database';
import { quoteIdentifier } from '../../../../lib/sql/identifier';
import type { Question } from '../../contract/question';
import type { GeoLayer, LayerProperty } from '../domain/layer';
import { columnOf, jsonValueOf, type Access } from './feature-sql';
import { matchingRows } from './question-sql';

export interface CountRequest {
  layer: GeoLayer;
  question: Question;
  access: Access;
}

/** A value of an attribute, null for none, and how many features have it. */
export interface FacetCount {
  value: string | number | boolean | null;
  count: number;
}

export interface FacetRequest extends CountRequest {
  by: LayerProperty;
  limit: number;
}

/** Of a JSON list each element counts by itself; what is no list counts as having none. */
const valuesOf = (by: LayerProperty): string =>
  by.type === 'json'
    ? `left join lateral jsonb_array_elements_text(
         case when jsonb_typeof(${columnOf(by.column)}) = 'array' then ${columnOf(by.column)} end
       ) as facet(value) on true`
    : `cross join lateral (select ${jsonValueOf(by)} as value) as facet`;

/** Exact numbers of a layer's rows. */
export const createCountRepository = (db: ReadDatabase) => ({
  /** How many features match. Relies on the indexes of what is asked; all rows are looked at else. */
  async count({ layer, question, access }: CountRequest): Promise<number> {
    const matching = matchingRows(layer, question, access);
    const { rows } = await db.raw<{ rows: [{ count: number }] }>(
      `select cast(count(*) as double precision) as count
         from ${quoteIdentifier(layer.table)} t
        where ${matching.sql}`,
      matching.bindings,
    );
    return rows[0].count;
  },

  /** The most frequent values first; equally frequent ones by code point. */
  async countBy({ layer, question, access, by, limit }: FacetRequest): Promise<FacetCount[]> {
    const matching = matchingRows(layer, question, access);
    const { rows } = await db.raw<{ rows: FacetCount[] }>(
      `select facet.value, cast(count(*) as double precision) as count
         from ${quoteIdentifier(layer.table)} t
         ${valuesOf(by)}
        where ${matching.sql}
        group by facet.value
        order by count desc, cast(facet.value as text) collate "C"
        limit :limit`,
      { ...matching.bindings, limit },
    );
    return rows;
  },
});

export type CountRepository = ReturnType<typeof createCountRepository>;
