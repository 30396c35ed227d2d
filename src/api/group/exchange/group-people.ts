import type { Knex } from 'knex';
import type { Cells } from '../../../plugins/exchange/contract/cell';

export interface AddressedPerson {
  documentId: string;
  address: string;
}

interface GroupMentor {
  groupId: string;
  /** `documentId` of a person; null for no mentor. */
  mentorId: string | null;
}

interface PeopleRow {
  id: string;
  mentor: string | null;
  members: string[];
}

/** The people of groups, many groups at once; people by their addresses. */
export const groupPeople = {
  /** Relies on group_memberships_group_idx. */
  async read(db: Knex, documentIds: readonly string[]): Promise<Map<string, Cells>> {
    const { rows } = await db.raw<{ rows: PeopleRow[] }>(
      `select work_group.document_id as id, lower(mentor.email) as mentor,
              array(select lower(account.email)
                      from group_memberships as membership
                      join up_users as account
                        on account.document_id = membership.user_document_id
                     where membership.group_document_id = work_group.document_id
                     order by lower(account.email)) as members
         from groups as work_group
         left join groups_mentor_lnk as link on link.group_id = work_group.id
         left join up_users as mentor on mentor.id = link.user_id
        where work_group.document_id = any(:documentIds)`,
      { documentIds },
    );
    return new Map(rows.map(({ id, mentor, members }) => [id, { mentor, members }]));
  },

  /** Relies on accounts_users_email_key. */
  async find(db: Knex, addresses: readonly string[]): Promise<Map<string, AddressedPerson>> {
    if (addresses.length === 0) return new Map();
    const { rows } = await db.raw<{ rows: AddressedPerson[] }>(
      `select document_id as "documentId", lower(email) as address
         from up_users
        where lower(email) = any(:addresses)`,
      { addresses: [...new Set(addresses)] },
    );
    return new Map(rows.map((row) => [row.address, row]));
  },

  async setMentors(trx: Knex, groups: readonly GroupMentor[]): Promise<void> {
    if (groups.length === 0) return;
    await trx.raw(
      `delete from groups_mentor_lnk
        where group_id in (select id from groups where document_id = any(:groupIds))`,
      { groupIds: groups.map(({ groupId }) => groupId) },
    );
    await trx.raw(
      `insert into groups_mentor_lnk (group_id, user_id)
       select work_group.id, account.id
         from json_to_recordset(cast(:rows as json)) as named("groupId" text, "mentorId" text)
         join groups as work_group on work_group.document_id = named."groupId"
         join up_users as account on account.document_id = named."mentorId"`,
      { rows: JSON.stringify(groups) },
    );
  },
};
