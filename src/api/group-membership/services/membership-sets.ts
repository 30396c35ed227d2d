import type { Knex } from 'knex';
import { createDocumentId } from '../../../lib/document-id';

/** Who belongs to what, by the documentIds of both. */
export interface MembershipPair {
  groupId: string;
  userId: string;
}

export interface MembershipSets {
  /** Makes these the members of some groups and nobody else. */
  setMembers(
    trx: Knex,
    groupIds: readonly string[],
    pairs: readonly MembershipPair[],
  ): Promise<void>;
  /** Makes these the groups of some people and no other. */
  setGroups(trx: Knex, userIds: readonly string[], pairs: readonly MembershipPair[]): Promise<void>;
}

const NAMED = `json_to_recordset(cast(:rows as json))
            as named(document_id text, group_key text, user_key text)`;

/** Takes away what is not named. Relies on group_memberships_person_key and _group_idx. */
const removeOthers = (column: 'group_document_id' | 'user_document_id') => `
  delete from group_memberships as membership
   where membership.${column} = any(:keys)
     and not exists (
           select 1
             from ${NAMED}
            where named.group_key = membership.group_document_id
              and named.user_key = membership.user_document_id)`;

/** The link tables lead; triggers have the columns of a membership follow them. */
const ADD_MISSING = `
  with missing as (
    select named.document_id, work_group.id as group_id, account.id as user_id
      from ${NAMED}
      join groups as work_group on work_group.document_id = named.group_key
      join up_users as account on account.document_id = named.user_key
     where not exists (
             select 1
               from group_memberships as membership
              where membership.group_document_id = named.group_key
                and membership.user_document_id = named.user_key)
  ), made as (
    insert into group_memberships (document_id, created_at, updated_at, published_at)
    select document_id, now() at time zone 'utc', now() at time zone 'utc', now() at time zone 'utc'
      from missing
    returning id, document_id
  ), to_groups as (
    insert into group_memberships_group_lnk (group_membership_id, group_id)
    select made.id, missing.group_id from made join missing using (document_id)
  )
  insert into group_memberships_user_lnk (group_membership_id, user_id)
  select made.id, missing.user_id from made join missing using (document_id)`;

/** Memberships of many groups or people at once, in two statements. */
export default (): MembershipSets => {
  const replace =
    (column: 'group_document_id' | 'user_document_id') =>
    async (trx: Knex, keys: readonly string[], pairs: readonly MembershipPair[]): Promise<void> => {
      if (keys.length === 0) return;
      const rows = JSON.stringify(
        pairs.map(({ groupId, userId }) => ({
          document_id: createDocumentId(),
          group_key: groupId,
          user_key: userId,
        })),
      );
      await trx.raw(removeOthers(column), { keys, rows });
      if (pairs.length > 0) await trx.raw(ADD_MISSING, { rows });
    };

  return {
    setMembers: replace('group_document_id'),
    setGroups: replace('user_document_id'),
  };
};
