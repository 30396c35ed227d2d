import { z } from 'zod';
import { longText } from '../../../lib/text-fields';
import { messageId, shownMessage } from './messages';
import { roomKey, shownPerson } from './rooms';

const LONGEST_MUTE_DAYS = 366;
const LONGEST_PAUSE_SECONDS = 3600;

const reason = longText(500);
const personId = z
  .string()
  .regex(/^[a-z0-9]{1,64}$/)
  .meta({ description: 'The documentId of a person' });
const muteEnd = z.iso
  .datetime()
  .refine((until) => {
    const ms = Date.parse(until) - Date.now();
    return ms > 0 && ms <= LONGEST_MUTE_DAYS * 86_400_000;
  }, 'must be a time of the coming year')
  .nullable()
  .meta({ description: 'Null lets the person write again' });

export const reportBody = z.strictObject({ reason });
export const hideBody = z.strictObject({
  hidden: z.boolean(),
  reason: reason.optional(),
});
export const muteBody = z.strictObject({ until: muteEnd });
export const slowModeBody = z.strictObject({
  seconds: z
    .int()
    .min(0)
    .max(LONGEST_PAUSE_SECONDS)
    .meta({ description: 'Between two messages of one person; 0 switches it off' }),
});

export const chatReport = reportBody.extend({ messageId });
export const chatHide = hideBody.extend({ messageId });
export const chatMute = muteBody.extend({ room: roomKey, personId });
export const chatSlowMode = slowModeBody.extend({ room: roomKey });
export { personId };

/** A report that nobody has seen to. Its message has its text, hidden or not. */
export const shownReport = z.object({
  id: z.int(),
  message: shownMessage,
  reporter: shownPerson.nullable(),
  reason: z.string(),
  createdAt: z.iso.datetime(),
});
export type ShownReport = z.infer<typeof shownReport>;
export const reportsAnswer = z.object({ data: z.array(shownReport) });
export const reported = z.object({ reported: z.literal(true) });
export const reportedAnswer = z.object({ data: reported });
