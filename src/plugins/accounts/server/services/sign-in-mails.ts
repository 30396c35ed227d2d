import type { Knex } from 'knex';
import type { Outbox } from '../../../jobs/contract/outbox';
import { composeMail, mailTime, type MailName, type MailValues } from '../mails';
import { foreignSiteOf } from '../domain/redirect';
import type { OpenedFlow } from './flows';

interface Dependencies {
  outbox: () => Outbox;
  /** Where links lead, without a slash at the end. Never taken from a request. */
  frontendBaseUrl: string;
}

const minutesUntil = ({ createdAt, expiresAt }: OpenedFlow): number =>
  Math.round((expiresAt.getTime() - createdAt.getTime()) / 60_000);

/** The mails that bring people in. Tokens stand behind the #, which browsers send to no server. */
export function createSignInMails({ outbox, frontendBaseUrl }: Dependencies) {
  const pageOf = (path: string, fragment: Record<string, string>) =>
    `${frontendBaseUrl}${path}#${new URLSearchParams(fragment).toString()}`;

  const asked = ({ device, createdAt }: OpenedFlow) => ({ device, time: mailTime(createdAt) });

  async function send<Name extends MailName>(
    trx: Knex.Transaction,
    { kind, to, expiresAt }: { kind: Name; to: string; expiresAt?: Date },
    values: MailValues[Name],
  ): Promise<void> {
    const mail = { kind, to, ...composeMail(kind, values), ...(expiresAt && { expiresAt }) };
    await outbox().enqueue(trx, mail);
  }

  return {
    async sendSignIn(
      trx: Knex.Transaction,
      { to, flow, redirectTo }: { to: string; flow: OpenedFlow; redirectTo: string | null },
    ): Promise<void> {
      const destination = foreignSiteOf(redirectTo, frontendBaseUrl);
      const fragment = { token: flow.linkToken, ...(redirectTo !== null && { redirectTo }) };
      await send(
        trx,
        { kind: 'sign-in', to, expiresAt: flow.expiresAt },
        {
          ...asked(flow),
          link: pageOf('/sign-in', fragment),
          code: flow.code ?? '',
          minutes: String(minutesUntil(flow)),
          ...(destination !== undefined && { destination }),
        },
      );
    },

    sendVerification: (
      trx: Knex.Transaction,
      { to, flow }: { to: string; flow: OpenedFlow },
    ): Promise<void> =>
      send(
        trx,
        { kind: 'verify-email', to, expiresAt: flow.expiresAt },
        {
          ...asked(flow),
          link: pageOf('/verify-email', { token: flow.linkToken }),
          hours: String(Math.round(minutesUntil(flow) / 60)),
        },
      ),

    /** Of an account that an administrator made. */
    sendInvitation: (
      trx: Knex.Transaction,
      { to, flow, inviter }: { to: string; flow: OpenedFlow; inviter: string },
    ): Promise<void> =>
      send(
        trx,
        { kind: 'invitation', to, expiresAt: flow.expiresAt },
        {
          inviter,
          link: pageOf('/verify-email', { token: flow.linkToken }),
          days: String(Math.round(minutesUntil(flow) / (24 * 60))),
        },
      ),

    sendAlreadyRegistered: (
      trx: Knex.Transaction,
      { to, flow }: { to: string; flow: OpenedFlow },
    ): Promise<void> =>
      send(
        trx,
        { kind: 'already-registered', to },
        { ...asked(flow), link: `${frontendBaseUrl}/sign-in` },
      ),
  };
}

export type SignInMails = ReturnType<typeof createSignInMails>;
