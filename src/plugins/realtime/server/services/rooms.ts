import { LRUCache } from 'lru-cache';
import type { Knex } from 'knex';
import type { UserPrincipal } from '../../../accounts/contract/principal';
import type {
  PresentPeople,
  RoomKind,
  RoomOwner,
  RoomPerson,
  RoomRegistry,
  ShownPerson,
  Standing,
} from '../../contract/rooms';
import type { Room } from '../domain/room';
import { noSuchRoom } from '../errors';
import type { RoomRow, RoomRows } from '../repositories/rooms';
import { createRemembered } from './remembered';

/**
 * A removal takes effect on what is sent within this; REST, which is not as busy, always asks. Longer
 * than the time between two looks at those who are connected, whose answers are remembered: so what
 * they send asks for nothing.
 */
const STANDING_MS = 3000;
/** What a room is called seldom changes, and who is in it is asked by what it is of. */
const NAME_MS = 30_000;
/** The row of a room goes with what it is of, whose documentId is not used again. */
const ROW_MS = 600_000;
const PEOPLE_MS = 30_000;
const MOST_REMEMBERED = 10_000;

interface KnownRoom extends RoomOwner {
  kind: RoomKind;
  roomId: number;
  key: string;
}

/** A person and a room they are in, for the live look at many. */
export interface Stay {
  person: RoomPerson;
  room: Pick<Room, 'kind' | 'ownerId'>;
}

interface Dependencies {
  db: () => Knex;
  rows: RoomRows;
}

const nameOf = ({ documentId, role }: RoomPerson, kind: string, ownerId: string): string =>
  `${documentId} ${role} ${kind} ${ownerId}`;

/** Which rooms there are, and who may be in them. */
export function createRoomsService({ db, rows }: Dependencies) {
  const kinds = new Map<string, RoomKind>();
  let present: PresentPeople = () => Promise.resolve(new Map<number, ShownPerson>());
  const known = createRemembered<KnownRoom | null>({ most: MOST_REMEMBERED, mostMs: NAME_MS });
  const roomIds = createRemembered<number>({ most: MOST_REMEMBERED, mostMs: ROW_MS });
  const standings = createRemembered<Standing>({ most: MOST_REMEMBERED, mostMs: STANDING_MS });
  const people = new LRUCache<number, ShownPerson>({ max: MOST_REMEMBERED, ttl: PEOPLE_MS });

  async function rowOf(owner: { kind: string; ownerId: string }): Promise<RoomRow> {
    const found = await rows.find(db(), owner);
    if (found) return found;
    await rows.add(db(), owner);
    const made = await rows.find(db(), owner);
    if (!made) throw noSuchRoom();
    return made;
  }

  async function look(name: string): Promise<KnownRoom | null> {
    const [kindName = '', id = ''] = name.split(':');
    const kind = kinds.get(kindName);
    const owner = kind && (await kind.find(db(), id));
    if (!owner) return null;
    const { ownerId } = owner;
    const roomId = await roomIds.ask(
      `${kindName} ${ownerId}`,
      async () => (await rowOf({ kind: kindName, ownerId })).id,
    );
    return { ...owner, kind, roomId, key: `${kindName}:${owner.id}` };
  }

  /** Asks once for all who want to know at the same time; what is not there may be made. */
  const find = (name: string): KnownRoom | null | Promise<KnownRoom | null> =>
    known.ask(
      name,
      () => look(name),
      (room) => room !== null,
    );

  function standingOf(
    person: UserPrincipal,
    { kind, ownerId }: KnownRoom,
    isFresh: boolean,
  ): Standing | Promise<Standing> {
    const ask = async () => (await kind.standings(db(), [{ person, ownerId }]))[0] ?? null;
    return isFresh ? ask() : standings.ask(nameOf(person, kind.kind, ownerId), ask);
  }

  const registry: RoomRegistry = {
    register(kind) {
      kinds.set(kind.kind, kind);
    },
    presentPeople(how) {
      present = how;
    },
  };

  return {
    ...registry,

    /**
     * A room, for somebody who belongs to it.
     * @param isFresh asks the database about the person now, instead of up to three seconds ago.
     * @throws Problem `not-found` for what is no room and for rooms of others.
     */
    async enter(person: UserPrincipal, name: string, { isFresh = false } = {}): Promise<Room> {
      // What is known is not waited for: for a message that is most of what there is to ask.
      const found = find(name);
      const room = found instanceof Promise ? await found : found;
      const asked = room && standingOf(person, room, isFresh);
      const standing = asked instanceof Promise ? await asked : asked;
      if (!room || !standing) throw noSuchRoom();
      const { roomId: id, kind, ownerId, key } = room;
      return { id, kind: kind.kind, ownerId, key, standing };
    },

    /**
     * A room, for an account of the panel that looks after all of them.
     * @throws Problem `not-found`.
     */
    async lookAfter(name: string): Promise<Room> {
      const room = await find(name);
      if (!room) throw noSuchRoom();
      const { roomId: id, kind, ownerId, key } = room;
      return { id, kind: kind.kind, ownerId, key, standing: 'moderator' };
    },

    /** How a room is called and addressed; null when it is there no more. */
    async describe(
      kind: string,
      ownerId: string,
    ): Promise<{ key: string; title: string | null } | null> {
      const room = await find(`${kind}:${ownerId}`);
      return room && { key: room.key, title: room.title ?? null };
    },

    /** `kind:id` of a room as it is written in answers; null when it is there no more. */
    async keyOf(kind: string, ownerId: string): Promise<string | null> {
      return (await find(`${kind}:${ownerId}`))?.key ?? null;
    },

    /** The rooms that a person belongs to; those that nobody used yet have no row and no id. */
    async of(person: RoomPerson): Promise<(RoomOwner & { kind: string; key: string })[]> {
      const found = await Promise.all(
        [...kinds.values()].map(async (kind) =>
          (await kind.of(db(), person)).map((owner) => ({
            ...owner,
            kind: kind.kind,
            key: `${kind.kind}:${owner.id}`,
          })),
        ),
      );
      return found.flat();
    },

    /** How many people stand to the rooms they are in, now; one statement for each kind of room. */
    async standings(stays: readonly Stay[]): Promise<Standing[]> {
      const answers = new Array<Standing>(stays.length).fill(null);
      for (const kind of kinds.values()) {
        const at = stays.flatMap(({ room }, index) => (room.kind === kind.kind ? [index] : []));
        if (at.length === 0) continue;
        const asked = at.flatMap((index) => {
          const stay = stays[index];
          return stay ? [{ person: stay.person, ownerId: stay.room.ownerId }] : [];
        });
        const found = await kind.standings(db(), asked);
        for (const [order, index] of at.entries()) {
          const standing = found[order] ?? null;
          answers[index] = standing;
          const { person, ownerId } = asked[order] ?? {};
          if (!person || ownerId === undefined) continue;
          standings.keep(nameOf(person, kind.kind, ownerId), standing);
        }
      }
      return answers;
    },

    /** The last event of each of these rooms, as it is committed now. */
    positions: (roomIds: readonly number[]): Promise<Map<number, number>> =>
      rows.positions(db(), roomIds),

    /** People as others are shown them, by their numeric ids. */
    async show(userIds: readonly number[]): Promise<Map<number, ShownPerson>> {
      const shown = new Map<number, ShownPerson>();
      const missing = new Set<number>();
      for (const id of userIds) {
        const person = people.get(id);
        if (person) shown.set(id, person);
        else missing.add(id);
      }
      if (missing.size === 0) return shown;
      for (const [id, person] of await present(db(), [...missing])) {
        people.set(id, person);
        shown.set(id, person);
      }
      return shown;
    },
  };
}

export type RoomsService = ReturnType<typeof createRoomsService>;
