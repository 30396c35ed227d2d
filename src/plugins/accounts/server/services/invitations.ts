import type { Knex } from 'knex';
import type { ActingPerson } from '../../contract/acting-person';
import type { RequestOrigin } from '../../contract/request-origin';
import { INVITED } from '../domain/invitation';
import type { AccountDirectoryRows } from '../repositories/account-directory';
import type { FlowsService } from './flows';
import type { SignInMails } from './sign-in-mails';

const LIFE_SECONDS = 7 * 86_400;
/** For what a job or a command does. */
const NOWHERE: RequestOrigin = {
  address: '',
  userAgent: '',
  transport: 'token',
  requestId: undefined,
};

interface Dependencies {
  rows: Pick<AccountDirectoryRows, 'findUsername'>;
  flows: () => Pick<FlowsService, 'open'>;
  mails: SignInMails;
}

/** Brings people in whose account an administrator made. */
export function createInvitationsService({ rows, flows, mails }: Dependencies) {
  return {
    /** Who invites, in the words of the mail: usernames hold nothing that could be taken for a link. */
    async inviterOf(db: Knex, { actor }: ActingPerson): Promise<string> {
      const username =
        actor.kind === 'user' && actor.id !== null ? await rows.findUsername(db, actor.id) : null;
      return username ?? 'An administrator';
    },

    /**
     * Opens the way for the first proof of an address. Without an inviter no mail is sent: the person
     * signs in by a link or code that they ask for themselves.
     */
    async open(
      trx: Knex.Transaction,
      account: { userId: number; email: string },
      { origin, inviter }: { origin: RequestOrigin | null; inviter: string | null },
    ): Promise<void> {
      const { userId, email } = account;
      const flow = await flows().open(trx, {
        purpose: 'verify-email',
        email,
        userId,
        details: INVITED,
        origin: origin ?? NOWHERE,
        withCode: false,
        lifeSeconds: LIFE_SECONDS,
      });
      if (inviter !== null) await mails.sendInvitation(trx, { to: email, flow, inviter });
    },
  };
}

export type InvitationsService = ReturnType<typeof createInvitationsService>;
