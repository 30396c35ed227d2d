import { z } from 'zod';
import { hideBody, personId } from './moderation';
import { shownMessage } from './messages';
import { roomKey, shownPerson } from './rooms';

const LONGEST_MUTE_MINUTES = 366 * 24 * 60;
const MOST_AT_ONCE = 50;

const wholeNumber = z
  .string()
  .regex(/^\d{1,16}$/, 'must be a whole number')
  .transform(Number);

/** A list of the panel, from the beginning or from where the last page of it ended. */
export const panelListQuery = z.strictObject({
  limit: wholeNumber.pipe(z.number().min(1).max(MOST_AT_ONCE)).default(10),
  /** As it was given with the page before. */
  cursor: wholeNumber.pipe(z.number().max(Number.MAX_SAFE_INTEGER)).optional(),
});
export type PanelListQuery = z.infer<typeof panelListQuery>;

export const panelRoomsQuery = panelListQuery.extend({ room: roomKey.optional() });
export type PanelRoomsQuery = z.infer<typeof panelRoomsQuery>;

export const panelHideBody = hideBody.pick({ reason: true });

/** For so long from now by the clock of the server: that of a browser may be wrong. */
export const panelMuteBody = z.strictObject({
  personId,
  minutes: z.int().min(1).max(LONGEST_MUTE_MINUTES),
});
export const panelUnmuteBody = z.strictObject({ personId });

const moment = z.iso.datetime();

export const panelRoom = z.object({
  key: roomKey,
  title: z.string().nullable(),
  slowModeSeconds: z.int(),
});
export type PanelRoom = z.infer<typeof panelRoom>;

/** A message that was reported and waits for a decision. It has its text, hidden or not. */
export const panelCase = z.object({
  message: shownMessage,
  room: panelRoom,
  isEditedSince: z.boolean(),
  mutedUntil: moment.nullable(),
  reportCount: z.int(),
  reports: z.array(
    z.object({
      id: z.int(),
      reporter: shownPerson.nullable(),
      reason: z.string(),
      createdAt: moment,
    }),
  ),
  before: z.array(shownMessage),
  after: z.array(shownMessage),
});
export type PanelCase = z.infer<typeof panelCase>;

/** A room with what is in force there. */
export const panelRoomState = panelRoom.extend({
  muted: z.array(z.object({ person: shownPerson, until: moment })),
});
export type PanelRoomState = z.infer<typeof panelRoomState>;

export const DECISIONS = ['hide', 'show', 'close', 'mute', 'unmute', 'slow-mode'] as const;

/** What was decided in a room, and by whom. */
export const panelDecision = z.object({
  id: z.string(),
  at: moment,
  action: z.enum(DECISIONS),
  room: z.string().nullable(),
  /** A person who looks after the room, or an account of the panel by its name. */
  decidedBy: z.object({ kind: z.enum(['person', 'panel']), name: z.string().nullable() }),
  /** Whose message it was, or who was muted. */
  person: z.string().nullable(),
  until: moment.nullable(),
  seconds: z.int().nullable(),
  reason: z.string().nullable(),
});
export type PanelDecision = z.infer<typeof panelDecision>;

export interface PanelList<Row> {
  data: Row[];
  meta: { nextCursor: string | null };
}
