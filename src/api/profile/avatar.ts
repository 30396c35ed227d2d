import type { Knex } from 'knex';

/** Where a profile's avatar hangs. */
export const avatarPlace = { contentType: 'api::profile.profile', field: 'avatar' } as const;

/** Relies on profiles_user_key. */
export async function removeAvatar(db: Knex, userId: number): Promise<void> {
  await db.raw(
    `delete from files_related_mph
      where related_type = :contentType and field = :field
        and related_id in (select profile_id from profiles_user_lnk where user_id = :userId)`,
    { ...avatarPlace, userId },
  );
}

/** Relies on profiles_user_key. */
export async function placeAvatar(db: Knex, userId: number, fileId: number): Promise<void> {
  await db.raw(
    `insert into files_related_mph (file_id, related_id, related_type, field, "order")
     select :fileId, profile_id, :contentType, :field, 1
       from profiles_user_lnk
      where user_id = :userId`,
    { ...avatarPlace, userId, fileId },
  );
}
