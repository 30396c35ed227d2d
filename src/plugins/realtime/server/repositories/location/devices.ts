import type { Knex } from 'knex';

/** A device as its person sees it. */
export interface DeviceRow {
  id: string;
  name: string;
  roomKind: string | null;
  roomOwner: string | null;
  createdAt: Date;
  lastUsedAt: Date | null;
}

/** A device that shows a token, and whose it is. */
export interface KnownDevice {
  deviceId: number;
  userId: number;
  roomId: number | null;
}

/** Phones and trackers. */
export const deviceRows = {
  async ofPerson(db: Knex, userId: number): Promise<DeviceRow[]> {
    const { rows } = await db.raw<{ rows: DeviceRow[] }>(
      `select device.public_id as id, device.name, room.kind as "roomKind",
              room.owner_id as "roomOwner", device.created_at as "createdAt",
              device.last_used_at as "lastUsedAt"
         from location_devices as device
         left join chat_rooms as room on room.id = device.room_id
        where device.user_id = :userId and device.revoked_at is null
        order by device.id`,
      { userId },
    );
    return rows;
  },

  /** Numeric and public ids of all that a person ever had. */
  async idsOfPerson(db: Knex, userId: number): Promise<[deviceId: number, id: string][]> {
    const { rows } = await db.raw<{ rows: { deviceId: number; id: string }[] }>(
      `select id as "deviceId", public_id as id from location_devices where user_id = :userId`,
      { userId },
    );
    return rows.map(({ deviceId, id }) => [deviceId, id]);
  },

  /** @returns false when there are as many as a person may have. */
  async add(
    db: Knex,
    device: {
      publicId: string;
      userId: number;
      name: string;
      tokenHash: Buffer;
      roomId: number | null;
      now: Date;
      most: number;
    },
  ): Promise<boolean> {
    const { rows } = await db.raw<{ rows: unknown[] }>(
      `insert into location_devices (public_id, user_id, name, token_hash, room_id, created_at)
       select :publicId, :userId, :name, :tokenHash, :roomId, :now
        where (select count(*) from location_devices
                where user_id = :userId and revoked_at is null) < :most
       returning 1`,
      device,
    );
    return rows.length > 0;
  },

  async revoke(
    db: Knex,
    { id, userId, now }: { id: string; userId: number; now: Date },
  ): Promise<boolean> {
    const { rows } = await db.raw<{ rows: unknown[] }>(
      `update location_devices set revoked_at = :now
        where public_id = :id and user_id = :userId and revoked_at is null
       returning 1`,
      { id, userId, now },
    );
    return rows.length > 0;
  },

  async byToken(db: Knex, tokenHash: Buffer): Promise<KnownDevice | null> {
    const { rows } = await db.raw<{ rows: KnownDevice[] }>(
      `select id as "deviceId", user_id as "userId",
              cast(room_id as double precision) as "roomId"
         from location_devices
        where token_hash = :tokenHash and revoked_at is null`,
      { tokenHash },
    );
    return rows[0] ?? null;
  },

  /** Writes only when the last note is older. */
  async noteUse(
    db: Knex,
    { deviceId, now, ifBefore }: { deviceId: number; now: Date; ifBefore: Date },
  ): Promise<void> {
    await db.raw(
      `update location_devices set last_used_at = :now
        where id = :deviceId and (last_used_at is null or last_used_at < :ifBefore)`,
      { deviceId, now, ifBefore },
    );
  },
};

export type DeviceRows = typeof deviceRows;
