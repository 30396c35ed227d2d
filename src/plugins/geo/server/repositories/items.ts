import type { ReadDatabase } from '../../../../lib/sql/read-database';
import { quoteIdentifier } from '../../../../lib/sql/identifier';
import { EVERYTHING, type Question } from '../../contract/question';
import type { GeoLayer } from '../domain/layer';
import { featureText, type Access } from './feature-sql';
import { matchingRows } from './question-sql';

interface ItemRequest {
  layer: GeoLayer;
  access: Access;
  /** As the address has it: a row's number, or the document's id for types with draft & publish. */
  featureId: string;
}

interface CountRequest {
  layer: GeoLayer;
  question: Question;
  access: Access;
  atMost: number;
}

/** More digits are no row's number. */
const ROW_ID = /^(0|[1-9]\d{0,14})$/;

/** What OGC API Features reads beside pages of features. */
export const createItemRepository = (db: ReadDatabase) => ({
  /** One feature as GeoJSON, null when there is none that this caller may see. By primary key or document id. */
  async find({ layer, access, featureId }: ItemRequest): Promise<string | null> {
    const isByDocument = layer.publishedAtColumn !== null;
    if (!isByDocument && !ROW_ID.test(featureId)) return null;
    const matching = matchingRows(layer, EVERYTHING, access);
    const identified = isByDocument
      ? 't.document_id = :featureId'
      : 't.id = cast(:featureId as bigint)';
    const { rows } = await db.raw<{ rows: { text: string }[] }>(
      `select ${featureText(layer, access)} as text
         from ${quoteIdentifier(layer.table)} t
        where ${identified} and ${matching.sql}
        limit 1`,
      { ...matching.bindings, featureId },
    );
    return rows[0]?.text ?? null;
  },

  /** How many features answer; null when there are more than `atMost`, where counting stops. */
  async countUpTo({ layer, question, access, atMost }: CountRequest): Promise<number | null> {
    const matching = matchingRows(layer, question, access);
    const { rows } = await db.raw<{ rows: [{ count: number }] }>(
      `select cast(count(*) as integer) as count
         from (select 1
                 from ${quoteIdentifier(layer.table)} t
                where ${matching.sql}
                limit :tooMany) found`,
      { ...matching.bindings, tooMany: atMost + 1 },
    );
    return rows[0].count > atMost ? null : rows[0].count;
  },
});

export type ItemRepository = ReturnType<typeof createItemRepository>;
