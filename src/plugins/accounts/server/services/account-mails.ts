import type { Knex } from 'knex';
import type { Outbox } from '../../../jobs/contract/outbox';
import type { RequestOrigin } from '../../contract/request-origin';
import { describeDevice } from '../domain/device';
import { composeMail, mailTime, type MailName, type MailValues } from '../mails';

interface Asked {
  to: string;
  origin: RequestOrigin;
}

/** The mails about passwords and addresses. Each is written in the caller's transaction. */
export interface AccountMails {
  sendPasswordReset(trx: Knex.Transaction, mail: Asked & Expiring): Promise<void>;
  sendPasswordChanged(trx: Knex.Transaction, mail: Asked): Promise<void>;
  sendEmailChangeConfirmation(trx: Knex.Transaction, mail: Asked & Expiring): Promise<void>;
  sendEmailChangeNotice(
    trx: Knex.Transaction,
    mail: Asked & Expiring & { newEmail: string },
  ): Promise<void>;
}

interface Expiring {
  token: string;
  lifeSeconds: number;
}

interface Dependencies {
  outbox: Outbox;
  /** Where links lead, without a slash at the end. */
  frontendBaseUrl: string;
  now: () => Date;
}

const SECONDS_PER_MINUTE = 60;
const SECONDS_PER_DAY = 86_400;

/** Tokens stand behind the #, which browsers send to no server. */
export function createAccountMails({ outbox, frontendBaseUrl, now }: Dependencies): AccountMails {
  const pageOf = (path: string, fragment?: Record<string, string>) =>
    `${frontendBaseUrl}${path}${fragment ? `#${new URLSearchParams(fragment).toString()}` : ''}`;

  const asked = ({ origin }: Asked) => ({
    device: describeDevice(origin.userAgent),
    time: mailTime(now()),
  });

  async function send<Name extends MailName>(
    trx: Knex.Transaction,
    { kind, to, lifeSeconds }: { kind: Name; to: string; lifeSeconds?: number },
    values: MailValues[Name],
  ): Promise<void> {
    const expiresAt =
      lifeSeconds === undefined ? undefined : new Date(now().getTime() + lifeSeconds * 1000);
    await outbox.enqueue(trx, {
      kind,
      to,
      ...composeMail(kind, values),
      ...(expiresAt && { expiresAt }),
    });
  }

  return {
    sendPasswordReset: (trx, mail) =>
      send(
        trx,
        { kind: 'password-reset', ...mail },
        {
          ...asked(mail),
          link: pageOf('/reset-password', { token: mail.token }),
          minutes: String(mail.lifeSeconds / SECONDS_PER_MINUTE),
        },
      ),

    sendPasswordChanged: (trx, mail) =>
      send(
        trx,
        { kind: 'password-changed', ...mail },
        {
          ...asked(mail),
          link: pageOf('/reset-password'),
        },
      ),

    sendEmailChangeConfirmation: (trx, mail) =>
      send(
        trx,
        { kind: 'email-change-confirm', ...mail },
        {
          ...asked(mail),
          link: pageOf('/email-change', { token: mail.token }),
          minutes: String(mail.lifeSeconds / SECONDS_PER_MINUTE),
        },
      ),

    sendEmailChangeNotice: (trx, mail) =>
      send(
        trx,
        { kind: 'email-change-notice', ...mail },
        {
          ...asked(mail),
          newEmail: mail.newEmail,
          link: pageOf('/email-change', { token: mail.token, action: 'undo' }),
          days: String(mail.lifeSeconds / SECONDS_PER_DAY),
        },
      ),
  };
}
