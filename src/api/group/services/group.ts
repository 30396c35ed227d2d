import { factories, type Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { withDefaultSort } from '../../../lib/default-sort';
import type { ShownEntry } from '../../../lib/http/rest-query/present';
import type { Memberships } from '../contract/memberships';
import type { ShownPerson } from '../contract/shown-person';
import { findGroup } from '../find-group';

interface MentorRow extends ShownPerson {
  group: string;
}

async function mentorsOf(db: Knex, groups: string[]): Promise<Map<string, ShownPerson>> {
  const { rows } = await db.raw<{ rows: MentorRow[] }>(
    `select groups.document_id as "group", person.document_id as id, person.name, person.role
       from groups
      cross join lateral (
        select mentor.document_id, mentor.name, mentor.role
          from groups_mentor_lnk as link join people as mentor on mentor.id = link.user_id
         where link.group_id = groups.id
         limit 1
      ) as person
      where groups.document_id = any(:groups)`,
    { groups },
  );
  return new Map(rows.map(({ group, ...person }) => [group, person]));
}

const createService = factories.createCoreService('api::group.group', ({ strapi }) => {
  const memberships = () => strapi.service('api::group.memberships') as unknown as Memberships;

  return {
    identify: (name: string) => findGroup(strapi.db.connection, name),

    /** Two statements. Whoever sees a group sees who is in it. */
    async present(entries: ShownEntry[]): Promise<void> {
      const db = strapi.db.connection;
      const ids = entries.map(({ documentId }) => documentId);
      const [mentors, members] = await Promise.all([mentorsOf(db, ids), memberships().of(db, ids)]);
      for (const entry of entries) {
        entry['mentor'] = mentors.get(entry.documentId) ?? null;
        entry['members'] = members.get(entry.documentId) ?? [];
      }
    },
  };
});

export default (context: { strapi: Core.Strapi }) =>
  withDefaultSort(createService(context), ['code:asc']);
