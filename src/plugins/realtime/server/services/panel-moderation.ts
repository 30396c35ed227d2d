import type { Knex } from 'knex';
import type { ShownMessage } from '../../contract/messages';
import {
  DECISIONS,
  type PanelCase,
  type PanelDecision,
  type PanelList,
  type PanelListQuery,
  type PanelRoom,
  type PanelRoomState,
  type PanelRoomsQuery,
} from '../../contract/panel';
import type { Room } from '../domain/room';
import { noSuchMessage } from '../errors';
import type { MessageRows } from '../repositories/messages';
import type { DecisionRow, PanelRows, RoomState } from '../repositories/panel';
import type { MessagePresenter } from './message-presenter';
import type { RoomsService } from './rooms';

interface Dependencies {
  db: () => Knex;
  rooms: Pick<RoomsService, 'show' | 'describe' | 'lookAfter'>;
  rows: PanelRows;
  messageRows: MessageRows;
  presenter: MessagePresenter;
}

const NEWEST = Number.MAX_SAFE_INTEGER;
const isPresent = (id: number | null): id is number => id !== null;

/** One more row than is shown says whether there are more. */
function pageOf<Row>(found: readonly Row[], limit: number, cursorOf: (last: Row) => number) {
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const nextCursor = found.length > limit && last ? String(cursorOf(last)) : null;
  return { page, nextCursor };
}

/** What the panel shows to who looks after all rooms. */
export function createPanelModeration({ db, rooms, rows, messageRows, presenter }: Dependencies) {
  /** A room that is there no more has messages for a moment longer: it is called by what is left. */
  async function nameOf({ kind, ownerId }: { kind: string; ownerId: string }) {
    return (await rooms.describe(kind, ownerId)) ?? { key: `${kind}:${ownerId}`, title: null };
  }

  async function named(states: readonly RoomState[]): Promise<Map<number, PanelRoom>> {
    const found = await Promise.all(
      states.map(async (state) => {
        const { slowModeSeconds } = state;
        return [state.id, { ...(await nameOf(state)), slowModeSeconds }] as const;
      }),
    );
    return new Map(found);
  }

  /** Messages of any rooms, by their ids; `open` are shown with their text though they are hidden. */
  async function read(ids: readonly string[], open: ReadonlySet<string>) {
    const found = await messageRows.byIds(db(), ids);
    const states = await rows.rooms(db(), [...new Set(found.map(({ roomId }) => roomId))]);
    const roomsById = await named(states);
    const shownRows = found.map((row) => (open.has(row.id) ? { ...row, hiddenAt: null } : row));
    const shown = await presenter.messages(shownRows, '');
    const messages = new Map<string, ShownMessage>();
    for (const [index, row] of found.entries()) {
      const message = shown[index];
      const room = roomsById.get(row.roomId)?.key ?? '';
      const hiddenAt = row.hiddenAt?.toISOString() ?? null;
      if (message) messages.set(row.id, { ...message, room, hiddenAt });
    }
    return { messages, roomsById, byId: new Map(found.map((row) => [row.id, row])) };
  }

  async function decision(row: DecisionRow, names: Map<number, string>): Promise<PanelDecision[]> {
    const action = DECISIONS.find((one) => one === row.details['action']);
    if (!action) return [];
    const { until, seconds, reason } = row.details;
    const isPanel = row.panelAccount !== null;
    const person = row.actorId === null ? null : (names.get(row.actorId) ?? null);
    return [
      {
        id: String(row.micros),
        at: row.at.toISOString(),
        action,
        room: (await nameOf(row)).key,
        decidedBy: {
          kind: isPanel ? 'panel' : 'person',
          name: isPanel ? (row.panelName ?? `#${row.panelAccount}`) : person,
        },
        person: row.personId === null ? null : (names.get(row.personId) ?? null),
        until: typeof until === 'string' ? until : null,
        seconds: typeof seconds === 'number' ? seconds : null,
        reason: typeof reason === 'string' ? reason : null,
      },
    ];
  }

  return {
    /** Reported messages with what was said around them, those that wait longest first. */
    async cases({ cursor, limit }: PanelListQuery): Promise<PanelList<PanelCase>> {
      const after = cursor ?? 0;
      const found = await rows.openCases(db(), { after, limit: limit + 1 });
      const { page, nextCursor } = pageOf(found, limit, ({ firstReportId }) => firstReportId);
      const ids = page.map(({ messageId }) => messageId);
      const [reports, near] = await Promise.all([
        rows.reportsOf(db(), ids),
        rows.neighboursOf(db(), ids),
      ]);
      const all = [...new Set([...ids, ...near.map(({ id }) => id)])];
      const { messages, roomsById, byId } = await read(all, new Set(ids));
      const muted = await rows.mutedIn(db(), [...roomsById.keys()]);
      const people = await rooms.show(
        reports.map(({ reporterId }) => reporterId).filter(isPresent),
      );
      const around = (id: string, isBefore: boolean) =>
        near.flatMap((one) =>
          one.of === id && one.isBefore === isBefore ? (messages.get(one.id) ?? []) : [],
        );
      const data = ids.flatMap((id): PanelCase[] => {
        const [message, row] = [messages.get(id), byId.get(id)];
        const room = row && roomsById.get(row.roomId);
        const own = reports.filter(({ messageId }) => messageId === id);
        const [first] = own;
        if (!message || !row || !room || !first) return []; // decided about meanwhile
        const mute = muted.find(
          ({ roomId, userId }) => roomId === row.roomId && userId === row.authorId,
        );
        return [
          {
            message,
            room,
            isEditedSince: row.editedAt !== null && row.editedAt > first.createdAt,
            mutedUntil: mute?.until.toISOString() ?? null,
            reportCount: first.count,
            reports: own.map(({ id: reportId, reporterId, reason, createdAt }) => ({
              id: reportId,
              reporter: reporterId === null ? null : (people.get(reporterId) ?? null),
              reason,
              createdAt: createdAt.toISOString(),
            })),
            before: around(id, true),
            after: around(id, false),
          },
        ];
      });
      return { data, meta: { nextCursor } };
    },

    /** The room that is asked for, or all in which something is in force. */
    async rooms({ room, cursor, limit }: PanelRoomsQuery): Promise<PanelList<PanelRoomState>> {
      const found =
        room === undefined
          ? await rows.roomsInForce(db(), { before: cursor ?? NEWEST, limit: limit + 1 })
          : await rows.rooms(db(), [(await rooms.lookAfter(room)).id]);
      const { page, nextCursor } = pageOf(found, limit, ({ id }) => id);
      const names = await named(page);
      const muted = await rows.mutedIn(
        db(),
        page.map(({ id }) => id),
      );
      const people = await rooms.show(muted.map(({ userId }) => userId));
      const data = page.flatMap(({ id }): PanelRoomState[] => {
        const named = names.get(id);
        if (!named) return [];
        const here = muted.flatMap(({ roomId, userId, until }) => {
          const person = people.get(userId);
          return roomId === id && person ? [{ person, until: until.toISOString() }] : [];
        });
        return [{ ...named, muted: here }];
      });
      return { data, meta: { nextCursor } };
    },

    /** What was decided and by whom, newest first. */
    async decisions({ cursor, limit }: PanelListQuery): Promise<PanelList<PanelDecision>> {
      const before = cursor ?? NEWEST;
      const found = await rows.decisions(db(), { before, limit: limit + 1 });
      const { page, nextCursor } = pageOf(found, limit, ({ micros }) => micros);
      const involved = page.flatMap(({ actorId, personId }) => [actorId, personId]);
      const people = await rooms.show([...new Set(involved.filter(isPresent))]);
      const names = new Map([...people].map(([id, { name }]) => [id, name]));
      const shown = await Promise.all(page.map((row) => decision(row, names)));
      return { data: shown.flat(), meta: { nextCursor } };
    },

    /** The room that a message is in. @throws Problem `not-found`. */
    async roomOf(messageId: string): Promise<Room> {
      const place = await messageRows.placeOf(db(), messageId);
      if (!place) throw noSuchMessage();
      return rooms.lookAfter(`${place.kind}:${place.ownerId}`);
    },
  };
}

export type PanelModeration = ReturnType<typeof createPanelModeration>;
