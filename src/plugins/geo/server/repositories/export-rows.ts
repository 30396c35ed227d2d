import type { Knex } from 'knex';
import { quoteIdentifier } from '../../../../lib/sql/identifier';
import type { SourceKey } from '../../contract/exports';
import type { Question } from '../../contract/question';
import type { GeoLayer, LayerCredits, LayerProperty } from '../domain/layer';
import { columnOf, featureText, jsonValueOf, type Access } from './feature-sql';
import { matchingRows } from './question-sql';

export interface ExportRequest {
  layer: GeoLayer;
  question: Question;
  access: Access;
  /** Properties beside the public ones of the layer. */
  more: readonly LayerProperty[];
}

/** Features of one source that answer. */
export interface SourceCount {
  key: SourceKey;
  rows: number;
  /** The licences that rows state, without those that state none. */
  licenses: readonly string[];
}

interface SourceRow {
  key: SourceKey;
  rows: string;
  license: string | null;
}

function mergeLicenses(counted: readonly SourceRow[]): SourceCount[] {
  const merged = new Map<string, { key: SourceKey; rows: number; licenses: string[] }>();
  for (const { key, rows, license } of counted) {
    const name = JSON.stringify(key);
    const source = merged.get(name) ?? { key, rows: 0, licenses: [] };
    source.rows += Number(rows);
    if (license !== null) source.licenses.push(license);
    merged.set(name, source);
  }
  return [...merged.values()];
}

const moreOf = (more: readonly LayerProperty[]): string[] =>
  more.map((property) => `${jsonValueOf(property)} as ${quoteIdentifier(property.name)}`);

/**
 * Reads for exports: short statements, each of a few thousand rows at most, since one that stays open
 * would hold up everybody on the embedded database.
 */
export const createExportRowRepository = (db: Knex) => ({
  /** The ids of all features that answer, in order; null when there are more than `atMost`. */
  async idsUpTo({ layer, question, access }: ExportRequest, atMost: number) {
    const matching = matchingRows(layer, question, access);
    const { rows } = await db.raw<{ rows: { id: number | string }[] }>(
      `select t.id
         from ${quoteIdentifier(layer.table)} t
        where ${matching.sql}
        limit :tooMany`,
      { ...matching.bindings, tooMany: atMost + 1 },
    );
    if (rows.length > atMost) return null;
    return rows.map(({ id }) => Number(id)).sort((one, other) => one - other);
  },

  /** The id of the last of the next rows of the table, whether they answer or not; null at its end. */
  async endOfStretch({ table }: GeoLayer, afterId: number, rows: number): Promise<number | null> {
    const found = await db.raw<{ rows: [{ last_id: number | string | null }] }>(
      `select max(stretch.id) as last_id
         from (select id
                 from ${quoteIdentifier(table)}
                where id > :afterId
                order by id
                limit :rows) stretch`,
      { afterId, rows },
    );
    const { last_id } = found.rows[0];
    return last_id === null ? null : Number(last_id);
  },

  /** Features as GeoJSON texts between two ids (the first excluded), by the primary key. */
  async readStretch(request: ExportRequest, afterId: number, lastId: number): Promise<string[]> {
    const { layer, question, access, more } = request;
    const matching = matchingRows(layer, question, access);
    const { rows } = await db.raw<{ rows: { text: string }[] }>(
      `select ${featureText(layer, access, moreOf(more))} as text
         from ${quoteIdentifier(layer.table)} t
        where t.id > :afterId and t.id <= :lastId and ${matching.sql}
        order by t.id`,
      { ...matching.bindings, afterId, lastId },
    );
    return rows.map(({ text }) => text);
  },

  /** Features of these ids as GeoJSON texts, if they still answer. */
  async readByIds(request: ExportRequest, ids: readonly number[]): Promise<string[]> {
    const { layer, question, access, more } = request;
    const matching = matchingRows(layer, question, access);
    const { rows } = await db.raw<{ rows: { text: string }[] }>(
      `select ${featureText(layer, access, moreOf(more))} as text
         from ${quoteIdentifier(layer.table)} t
        where t.id = any(:ids) and ${matching.sql}
        order by t.id`,
      { ...matching.bindings, ids },
    );
    return rows.map(({ text }) => text);
  },

  /** Where the features that answer come from, and how many of each source. */
  async countBySource(
    { layer, question, access }: ExportRequest,
    { by, license }: Pick<LayerCredits, 'by' | 'license'>,
  ): Promise<SourceCount[]> {
    const matching = matchingRows(layer, question, access);
    const columns = by.map(({ column }) => columnOf(column));
    const { rows } = await db.raw<{ rows: SourceRow[] }>(
      // By licence as well: grouping needs no sorting, as collecting distinct ones would.
      `select json_build_array(${columns.join(', ')}) as key,
              ${columnOf(license.column)} as license,
              count(*) as rows
         from ${quoteIdentifier(layer.table)} t
        where ${matching.sql}
        group by ${columns.join(', ')}, ${columnOf(license.column)}
        order by ${columns.join(', ')}, ${columnOf(license.column)}`,
      matching.bindings,
    );
    return mergeLicenses(rows);
  },
});

export type ExportRowRepository = ReturnType<typeof createExportRowRepository>;
