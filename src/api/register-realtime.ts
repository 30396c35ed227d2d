import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import {
  EVENT_STANDINGS,
  EVENTS_OF_PERSON,
  GROUP_STANDINGS,
  GROUPS_OF_PERSON,
} from '../access/rooms';
import type {
  RoomKind,
  RoomOwner,
  RoomRegistry,
  ShownPerson,
  Standing,
} from '../plugins/realtime/contract/rooms';
import type { SharerRegistry } from '../plugins/realtime/contract/sharers';
import { describeSharers } from './describe-sharers';
import { GROUP_CODE } from './group/contract/group-code';

interface StandingRow {
  belongs: boolean;
  looksAfter: boolean;
}

const standingOf = ({ belongs, looksAfter }: StandingRow): Standing => {
  if (looksAfter) return 'moderator';
  return belongs ? 'member' : null;
};

/** How people stand to what the rooms are of, by a statement of src/access/rooms. */
const standingsBy =
  (statement: string): RoomKind['standings'] =>
  async (db, asked) => {
    const { rows } = await db.raw<{ rows: StandingRow[] }>(statement, {
      people: asked.map(({ person }) => person.documentId),
      roles: asked.map(({ person }) => person.role),
      owners: asked.map(({ ownerId }) => ownerId),
    });
    return rows.map(standingOf);
  };

const ownedBy =
  (statement: string): RoomKind['of'] =>
  async (db, person) => {
    const bindings = { person: person.documentId };
    return (await db.raw<{ rows: RoomOwner[] }>(statement, bindings)).rows;
  };

/** Rooms of groups, by the code of the group or its documentId. */
const groupRooms: RoomKind = {
  kind: 'group',
  async find(db, name) {
    const column = GROUP_CODE.test(name) ? 'code' : 'document_id';
    const { rows } = await db.raw<{ rows: RoomOwner[] }>(
      `select code as id, document_id as "ownerId", name as title from groups where ${column} = :name`,
      { name: column === 'code' ? name.toUpperCase() : name },
    );
    return rows[0] ?? null;
  },
  standings: standingsBy(GROUP_STANDINGS),
  of: ownedBy(GROUPS_OF_PERSON),
};

/** Rooms of events that are published. */
const eventRooms: RoomKind = {
  kind: 'event',
  async find(db, name) {
    const { rows } = await db.raw<{ rows: RoomOwner[] }>(
      `select document_id as id, document_id as "ownerId", title
         from events
        where document_id = :name and published_at is not null
        limit 1`,
      { name },
    );
    return rows[0] ?? null;
  },
  standings: standingsBy(EVENT_STANDINGS),
  of: ownedBy(EVENTS_OF_PERSON),
};

async function presentPeople(
  db: Knex,
  userIds: readonly number[],
): Promise<Map<number, ShownPerson>> {
  const { rows } = await db.raw<{ rows: (ShownPerson & { userId: number })[] }>(
    `select people.id as "userId", people.document_id as id, people.name, people.role
       from people
      where people.id = any(:userIds)`,
    { userIds: [...userIds] },
  );
  return new Map(rows.map(({ userId, ...person }) => [userId, person]));
}

/** Tells the realtime plugin which rooms there are and who belongs to them. Call it in `register`. */
export function registerRealtime(strapi: Core.Strapi): void {
  const rooms = strapi.plugin('realtime').service<RoomRegistry>('rooms');
  rooms.register(groupRooms);
  rooms.register(eventRooms);
  rooms.presentPeople(presentPeople);
  strapi.plugin('realtime').service<SharerRegistry>('sharers').register(describeSharers);
}
