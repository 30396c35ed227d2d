import type { Knex } from 'knex';
import { z } from 'zod';
import type { UserPrincipal } from '../../accounts/contract/principal';

/** The name of a room, `kind:id`: `group:BTF046`, `event:<documentId>`. */
export const roomKey = z
  .string()
  .max(90)
  .regex(/^[a-z][a-z-]{0,19}:[A-Za-z0-9-]{1,64}$/, 'must look like group:BTF046')
  .meta({ description: 'The name of a room, `kind:id`', example: 'group:BTF046' });

/** A person as others are shown them. */
export const shownPerson = z.object({
  id: z.string().meta({ description: 'The documentId of the person' }),
  name: z.string(),
  role: z.string().nullable(),
});
export type ShownPerson = z.infer<typeof shownPerson>;

/** What a person is in a room: null when they have no business there. */
export type Standing = 'member' | 'moderator' | null;

/** As much of a person as says which rooms they belong to. */
export type RoomPerson = Pick<UserPrincipal, 'documentId' | 'role'>;

/** What a room is of. */
export interface RoomOwner {
  /** What people call it, as in `group:BTF046`. */
  id: string;
  /** Its documentId, which stays. */
  ownerId: string;
  /** Told when a single one is looked for. */
  title?: string;
}

/** Told by the app with `rooms.register`, in its `register`. */
export interface RoomKind {
  kind: string;
  /** What stands behind the colon, written in any of the ways that clients may; null when it is none. */
  find(db: Knex, id: string): Promise<RoomOwner | null>;
  /** How people stand to rooms, in one statement for all of them and in the order asked. */
  standings(
    db: Knex,
    asked: readonly { person: RoomPerson; ownerId: string }[],
  ): Promise<Standing[]>;
  /** The rooms that a person belongs to. */
  of(db: Knex, person: RoomPerson): Promise<RoomOwner[]>;
}

/** How the app shows people; told with `rooms.presentPeople`. In one statement, by their numeric ids. */
export type PresentPeople = (
  db: Knex,
  userIds: readonly number[],
) => Promise<Map<number, ShownPerson>>;

/** Service `rooms` of the realtime plugin, as the app uses it in `register`. */
export interface RoomRegistry {
  register(kind: RoomKind): void;
  presentPeople(present: PresentPeople): void;
}
