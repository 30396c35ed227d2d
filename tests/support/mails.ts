import type { RecentMail, RecentMails } from '../../src/plugins/jobs/server/services/recent-mails';
import type { TestApp } from './app';
import { until } from './launcher-process';
import { readMailText } from './smtp-server';

export interface SeenMail extends RecentMail {
  link: string | undefined;
  code: string | undefined;
}

/** All mails to `address` that the app has sent so far, newest first. */
export function mailsTo({ strapi }: TestApp, address: string): SeenMail[] {
  const mails = strapi.plugin('jobs').service<RecentMails>('recentMails').list();
  return mails
    .filter(({ to }) => to === address)
    .map((mail) => ({ ...mail, ...readMailText(mail.text) }));
}

interface Wanted {
  kind?: string;
  /** How many such mails there must be at least; 1 when not given. */
  count?: number;
}

/** The newest mail to `address`; waits until the queue has sent it. */
export async function lastMailTo(
  app: TestApp,
  address: string,
  { kind, count = 1 }: Wanted = {},
): Promise<SeenMail> {
  const find = () => mailsTo(app, address).filter((mail) => !kind || mail.kind === kind);
  await until(`${count} ${kind ?? 'any'} mail to ${address}`, () => find().length >= count, 15_000);
  const [newest] = find();
  if (!newest) throw new Error('The mail is gone');
  return newest;
}

/** Waits until no mail is on its way, for tests that say that none comes. */
export async function allMailsSent({ db }: TestApp): Promise<void> {
  const areGone = async () =>
    (await db('jobs_outbox').whereIn('state', ['queued', 'sending']).limit(1)).length === 0;
  await until('every mail has left', areGone, 15_000);
}
