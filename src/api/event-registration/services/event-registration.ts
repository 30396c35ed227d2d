import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { readableContent } from '../../../access/content';
import { createWorkLine, LineFull } from '../../../lib/work-line';
import type { UserPrincipal } from '../../../plugins/accounts/contract/principal';
import type { JobQueue } from '../../../plugins/jobs/contract/queue';
import { decideRegistration } from '../decide-registration';
import { notRegistered, noSuchEvent, refused, tooMany } from '../errors';
import { registrations } from '../registrations';
import { TELL_PROMOTED } from '../tell-promoted';

export interface MadeRegistration {
  status: 'registered' | 'waiting';
  /** In the waiting list, from 1. */
  position: number | null;
  registeredAt: Date;
}

export interface RegistrationService {
  /** @throws Problem `not-found`, or `conflict` with the reason as its code. */
  register(person: UserPrincipal, event: string): Promise<MadeRegistration>;
  /** Also of an event that the person may not see any more. @throws Problem `not-found`. */
  cancel(person: UserPrincipal, event: string): Promise<void>;
}

export default ({ strapi }: { strapi: Core.Strapi }): RegistrationService => {
  // Who comes to one event comes one by one. A rush would otherwise take every connection of the pool
  // to wait for the same rows, and nobody else would be served.
  const line = createWorkLine({ atOnce: 3, maxWaiting: 2000 });
  const inTurn = <Result>(work: (trx: Knex.Transaction) => Promise<Result>): Promise<Result> =>
    line
      .run(() => strapi.db.connection.transaction(work))
      .catch((error: unknown) => {
        throw error instanceof LineFull ? tooMany() : error;
      });
  const queue = () => strapi.plugin('jobs').service<JobQueue>('queue');

  return {
    register: (principal, event) =>
      inTurn(async (trx) => {
        const { documentId: person } = principal;
        const rule = readableContent('events')(principal);
        const isThere = await registrations.hold(trx, { person, event });
        const facts = isThere && (await registrations.readEvent(trx, { person, event, rule }));
        if (!facts) throw noSuchEvent();
        const decision = decideRegistration(facts);
        if ('refusal' in decision) throw refused(decision.refusal);
        const { status } = decision;
        const registeredAt = await registrations.insert(trx, { person, event, status });
        return { ...decision, registeredAt };
      }),

    cancel: ({ documentId: person }, event) =>
      inTurn(async (trx) => {
        await registrations.hold(trx, { person, event });
        const status = await registrations.remove(trx, { person, event });
        if (!status) throw notRegistered();
        if (status === 'registered') await queue().send(trx, TELL_PROMOTED, {});
      }),
  };
};
