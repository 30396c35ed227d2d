import type { Knex } from 'knex';
import { composeMail } from '../../lib/mail/compose-mail';
import { mailTime } from '../../lib/mail/mail-time';
import type { OutgoingMail, Outbox } from '../../plugins/jobs/contract/outbox';
import { frame, placeFound } from './mails/en';
import { claimPromotions, type Promotion } from './promotions';

/** The job that mails those who moved up from a waiting list. */
export const TELL_PROMOTED = 'programme.tell-promoted';
const AT_ONCE = 100;

interface Dependencies {
  db: Knex;
  outbox: Outbox;
  frontendBaseUrl: string;
  timeZone: string;
  now: () => Date;
}

/** Whoever moved up is mailed once: the claim and the mail are one transaction. */
export function createTellPromoted({ db, outbox, ...settings }: Dependencies) {
  const { frontendBaseUrl, timeZone, now } = settings;

  function mailFor(promotion: Promotion): OutgoingMail {
    const { email, title, startsAt, endsAt, place, onlineUrl } = promotion;
    const values = {
      title,
      startsAt: mailTime(startsAt, timeZone),
      place: place || undefined,
      onlineUrl: onlineUrl || undefined,
      link: `${frontendBaseUrl}/`,
    };
    const mail = composeMail(placeFound, frame, values);
    return { kind: 'event-place', to: email, ...mail, expiresAt: endsAt ?? startsAt };
  }

  /** @returns how many were taken. */
  const tellSome = () =>
    db.transaction(async (trx) => {
      const claimed = await claimPromotions(trx, AT_ONCE);
      const isComing = ({ isActive, startsAt, endsAt }: Promotion) =>
        isActive && (endsAt ?? startsAt) > now();
      for (const promotion of claimed.filter(isComing)) {
        await outbox.enqueue(trx, mailFor(promotion));
      }
      return claimed.length;
    });

  return async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted && (await tellSome()) > 0);
  };
}
