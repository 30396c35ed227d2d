import type { Knex } from 'knex';
import { createDocumentId } from '../../../lib/document-id';
import type { Memberships } from '../contract/memberships';
import type { ShownPerson } from '../contract/shown-person';

interface MemberRow extends ShownPerson {
  group: string;
}

const names = new Intl.Collator('en', { sensitivity: 'base', numeric: true });

/** Relies on group_memberships_group_idx. */
async function of(db: Knex, groups: readonly string[]): Promise<Map<string, ShownPerson[]>> {
  const { rows } = await db.raw<{ rows: MemberRow[] }>(
    `select membership.group_document_id as "group", person.document_id as id, person.name, person.role
       from group_memberships as membership
      cross join lateral (
        select people.document_id, people.name, people.role
          from people
         where people.document_id = membership.user_document_id
         limit 1
      ) as person
      where membership.group_document_id = any(:groups)`,
    { groups: [...groups] },
  );
  const members = new Map<string, ShownPerson[]>(groups.map((group) => [group, []]));
  const byName = rows.sort((one, other) => names.compare(one.name, other.name));
  for (const { group, ...person } of byName) members.get(group)?.push(person);
  return members;
}

/**
 * Strapi's link tables lead, so that the panel shows who belongs; the two columns are written too, for
 * whom it would be one too many to be found by.
 */
async function add(trx: Knex, group: string, people: readonly string[]): Promise<string[]> {
  const { rows } = await trx.raw<{ rows: { person: string }[] }>(
    `with wanted as (
       select * from unnest(cast(:documentIds as text[]), cast(:people as text[]))
                  as pair (document_id, person)
     ), made as (
       insert into group_memberships (document_id, group_document_id, user_document_id,
              created_at, updated_at, published_at)
       select document_id, :group, person,
              now() at time zone 'utc', now() at time zone 'utc', now() at time zone 'utc'
         from wanted
           on conflict (user_document_id, group_document_id) do nothing
       returning id, user_document_id
     ), in_group as (
       insert into group_memberships_group_lnk (group_membership_id, group_id, group_membership_ord)
       select made.id, groups.id, made.id from made cross join groups
        where groups.document_id = :group
     ), of_person as (
       insert into group_memberships_user_lnk (group_membership_id, user_id)
       select made.id, account.id
         from made join up_users as account on account.document_id = made.user_document_id
     )
     select user_document_id as person from made`,
    { group, people: [...people], documentIds: people.map(() => createDocumentId()) },
  );
  return rows.map(({ person }) => person);
}

async function remove(trx: Knex, group: string, person: string): Promise<boolean> {
  const removed = await trx('group_memberships')
    .where({ group_document_id: group, user_document_id: person })
    .delete();
  return removed > 0;
}

export default (): Memberships => ({ of, add, remove });
