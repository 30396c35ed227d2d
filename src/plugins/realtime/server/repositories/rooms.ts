import type { Knex } from 'knex';

/** The row of a room. */
export interface RoomRow {
  id: number;
  lastEventSeq: number;
  firstEventSeq: number;
}

const COLUMNS = `cast(id as double precision) as id,
  cast(last_event_seq as double precision) as "lastEventSeq",
  cast(first_event_seq as double precision) as "firstEventSeq"`;

/** Rows of rooms. Ids and positions are read as numbers; they stay far below 2^53. */
export const roomRows = {
  async find(
    db: Knex,
    { kind, ownerId }: { kind: string; ownerId: string },
  ): Promise<RoomRow | undefined> {
    const { rows } = await db.raw<{ rows: RoomRow[] }>(
      `select ${COLUMNS} from chat_rooms where kind = :kind and owner_id = :ownerId`,
      { kind, ownerId },
    );
    return rows[0];
  },

  async add(db: Knex, { kind, ownerId }: { kind: string; ownerId: string }): Promise<void> {
    await db.raw(
      `insert into chat_rooms (kind, owner_id) values (:kind, :ownerId)
           on conflict (kind, owner_id) do nothing`,
      { kind, ownerId },
    );
  },

  /** Held until the end of the transaction, so that positions are given out one after the other. */
  async hold(trx: Knex, id: number): Promise<boolean> {
    const { rows } = await trx.raw<{ rows: unknown[] }>(
      'select 1 from chat_rooms where id = :id for update',
      { id },
    );
    return rows.length > 0;
  },

  async read(db: Knex, id: number): Promise<RoomRow | undefined> {
    const { rows } = await db.raw<{ rows: RoomRow[] }>(
      `select ${COLUMNS} from chat_rooms where id = :id`,
      { id },
    );
    return rows[0];
  },

  /** The last event of each room. Relies on the primary key. */
  async positions(db: Knex, ids: readonly number[]): Promise<Map<number, number>> {
    const { rows } = await db.raw<{ rows: Pick<RoomRow, 'id' | 'lastEventSeq'>[] }>(
      `select cast(id as double precision) as id,
              cast(last_event_seq as double precision) as "lastEventSeq"
         from chat_rooms where id = any(cast(:ids as bigint[]))`,
      { ids },
    );
    return new Map(rows.map(({ id, lastEventSeq }) => [id, lastEventSeq]));
  },
};

export type RoomRows = typeof roomRows;
