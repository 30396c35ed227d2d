import type { Knex } from 'knex';
import type { LinkReason, LinkState } from '../domain/links/link-record';

/** A link as it is stored. The lower id is the first. */
export interface StoredLink {
  id: number;
  oneId: number;
  otherId: number;
  state: LinkState;
  reason: LinkReason;
  score: number;
  evidence: string[];
  canonicalId: number | null;
  decidedBy: string | null;
  decidedAt: Date | null;
  createdAt: Date;
}

export type NewLink = Pick<
  StoredLink,
  'oneId' | 'otherId' | 'state' | 'reason' | 'score' | 'evidence'
>;

interface LinkRow {
  id: string;
  one_id: number;
  other_id: number;
  state: LinkState;
  reason: LinkReason;
  score: number;
  evidence: string;
  canonical_id: number | null;
  decided_by: string | null;
  decided_at: Date | null;
  created_at: Date;
}

const toLink = (row: LinkRow): StoredLink => ({
  id: Number(row.id),
  oneId: row.one_id,
  otherId: row.other_id,
  state: row.state,
  reason: row.reason,
  score: row.score,
  // `put` wrote it.
  evidence: JSON.parse(row.evidence) as string[],
  canonicalId: row.canonical_id,
  decidedBy: row.decided_by,
  decidedAt: row.decided_at,
  createdAt: row.created_at,
});

const COLUMNS = `cast(id as text) as id, one_id, other_id, state, reason, score,
  cast(evidence as text) as evidence, canonical_id, decided_by, decided_at, created_at`;

export interface Decision {
  state: 'confirmed' | 'rejected';
  canonicalId: number | null;
  decidedBy: string;
}

/** Links between records. */
export const linkRepository = {
  /** Every link of these records. Relies on both indexes by record. */
  async findOf(trx: Knex, ids: readonly number[]): Promise<StoredLink[]> {
    const { rows } = await trx.raw<{ rows: LinkRow[] }>(
      `select ${COLUMNS} from importer_links where one_id = any(:ids)
        union
       select ${COLUMNS} from importer_links where other_id = any(:ids)`,
      { ids },
    );
    return rows.map(toLink);
  },

  async find(db: Knex, id: number): Promise<StoredLink | null> {
    const { rows } = await db.raw<{ rows: LinkRow[] }>(
      `select ${COLUMNS} from importer_links where id = :id`,
      { id },
    );
    return rows[0] ? toLink(rows[0]) : null;
  },

  /** As `find`; nobody else decides about it until the transaction ends. */
  async findLocked(trx: Knex, id: number): Promise<StoredLink | null> {
    const { rows } = await trx.raw<{ rows: LinkRow[] }>(
      `select ${COLUMNS} from importer_links where id = :id for update`,
      { id },
    );
    return rows[0] ? toLink(rows[0]) : null;
  },

  /** Newest first. Relies on importer_links_state_idx. */
  async list(
    db: Knex,
    { state, before, limit }: { state: LinkState; before: number | null; limit: number },
  ): Promise<StoredLink[]> {
    const { rows } = await db.raw<{ rows: LinkRow[] }>(
      `select ${COLUMNS} from importer_links
        where state = :state and id < coalesce(cast(:before as bigint), 9223372036854775807)
        order by importer_links.id desc
        limit :limit`,
      { state, before, limit },
    );
    return rows.map(toLink);
  },

  /** Writes links that the rules made; what somebody decided stays as it is. */
  async put(trx: Knex, links: readonly NewLink[]): Promise<void> {
    if (links.length === 0) return;
    await trx.raw(
      `insert into importer_links as stored (one_id, other_id, state, reason, score, evidence)
       select "oneId", "otherId", state, reason, score, evidence
         from json_to_recordset(cast(:links as json))
              as new ("oneId" integer, "otherId" integer, state text, reason text,
                      score double precision, evidence jsonb)
           on conflict (one_id, other_id) do update
          set state = excluded.state, reason = excluded.reason, score = excluded.score,
              evidence = excluded.evidence, updated_at = now()
        where stored.state in ('automatic', 'waiting')`,
      { links: JSON.stringify(links) },
    );
  },

  /** Forgets links that the rules made and no longer make. */
  async remove(trx: Knex, ids: readonly number[]): Promise<void> {
    if (ids.length === 0) return;
    await trx.raw(
      `delete from importer_links where id = any(:ids) and state in ('automatic', 'waiting')`,
      { ids },
    );
  },

  async decide(trx: Knex, id: number, decision: Decision): Promise<void> {
    await trx.raw(
      `update importer_links
          set state = :state, canonical_id = :canonicalId, decided_by = :decidedBy,
              decided_at = now(), updated_at = now()
        where id = :id`,
      { id, ...decision },
    );
  },
};

export type LinkRepository = typeof linkRepository;
