import { z } from 'zod';
import type { OutgoingMail } from '../../contract/outbox';

/** One mailbox and nothing else: no name, no list, no quotes, no group, no comment, no line break. */
const ADDRESS = /^[^\s\p{Cc}"(),:;<>@[\\\]]{1,64}@[^\s\p{Cc}"(),:;<>@[\\\]]{1,255}$/u;
const LINE = /^[^\p{Cc}]*$/u;

/** What a mail is made of. Only the texts may hold line breaks. */
export const mailContent = z.object({
  to: z.string().max(254).regex(ADDRESS, 'is not one plain address'),
  subject: z.string().min(1).max(200).regex(LINE, 'holds a line break'),
  text: z.string(),
  html: z.string(),
});
export type MailContent = z.infer<typeof mailContent>;

/** @throws Error on a mail that could turn into another one on its way. */
export function contentOf(mail: OutgoingMail): MailContent {
  const parsed = mailContent.safeParse(mail);
  if (parsed.success) return parsed.data;
  // The values themselves stay out of messages: they are personal.
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
  throw new Error(`This mail cannot be sent: ${faults.join('; ')}`);
}

/** The same for every try, so that a mail program that gets it twice shows it once. */
export const messageIdOf = (id: string, domain: string): string => `<${id}@${domain}>`;
