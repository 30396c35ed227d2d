import type { Knex } from 'knex';
import { createDocumentId } from '../../lib/document-id';

const UTC_NOW = `now() at time zone 'utc'`;

interface NamedGroup {
  id: number;
  documentId: string;
  code: string;
}

/** Which groups a person is a member of, as administrators set it. */
export const membershipRows = {
  /** Groups by their codes or ids. Relies on groups_document_key and groups_code_key. */
  async findGroups(trx: Knex, names: readonly string[]): Promise<NamedGroup[]> {
    const { rows } = await trx.raw<{ rows: NamedGroup[] }>(
      `select id, document_id as "documentId", code
         from groups
        where document_id = any(:names) or code = any(:codes)`,
      { names: [...names], codes: names.map((name) => name.toUpperCase()) },
    );
    return rows;
  },

  /** Relies on group_memberships_person_key. */
  async leaveOthers(trx: Knex, personId: string, groupIds: readonly string[]): Promise<void> {
    await trx.raw(
      `delete from group_memberships
        where user_document_id = :personId and not (group_document_id = any(:groupIds))`,
      { personId, groupIds: [...groupIds] },
    );
  },

  /** Triggers of the links complete the memberships (0003_groups.sql). */
  async join(
    trx: Knex,
    {
      userId,
      personId,
      groups,
    }: { userId: number; personId: string; groups: readonly NamedGroup[] },
  ): Promise<void> {
    const memberships = groups.map(({ id }) => ({ groupId: id, documentId: createDocumentId() }));
    await trx.raw(
      `with given as (
         select given."groupId", given."documentId"
           from jsonb_to_recordset(cast(:memberships as jsonb)) as given
                ("groupId" integer, "documentId" text)
           join groups on groups.id = given."groupId"
          where not exists (select 1
                              from group_memberships as membership
                             where membership.user_document_id = :personId
                               and membership.group_document_id = groups.document_id)
       ), made as (
         insert into group_memberships (document_id, created_at, updated_at, published_at)
         select "documentId", ${UTC_NOW}, ${UTC_NOW}, ${UTC_NOW} from given
         returning id, document_id
       ), of_group as (
         insert into group_memberships_group_lnk (group_membership_id, group_id)
         select made.id, given."groupId"
           from made
           join given on given."documentId" = made.document_id
       )
       insert into group_memberships_user_lnk (group_membership_id, user_id)
       select made.id, :userId from made`,
      { memberships: JSON.stringify(memberships), personId, userId },
    );
  },
};

export type MembershipRows = typeof membershipRows;
