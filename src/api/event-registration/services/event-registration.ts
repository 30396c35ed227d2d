import type { Core } from '@strapi/strapi';
import { readableContent } from '../../../access/content';
import type { UserPrincipal } from '../../../plugins/accounts/contract/principal';
import type { JobQueue } from '../../../plugins/jobs/contract/queue';
import { decideRegistration } from '../decide-registration';
import { notRegistered, noSuchEvent, refused } from '../errors';
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
  const queue = () => strapi.plugin('jobs').service<JobQueue>('queue');

  return {
    register: (person, event) =>
      strapi.db.connection.transaction(async (trx) => {
        const rule = readableContent('events')(person);
        const isThere = await registrations.hold(trx, { person, event });
        const facts = isThere && (await registrations.readEvent(trx, { person, event, rule }));
        if (!facts) throw noSuchEvent();
        const decision = decideRegistration(facts);
        if ('refusal' in decision) throw refused(decision.refusal);
        const { status } = decision;
        const registeredAt = await registrations.insert(trx, { person, event, status });
        return { ...decision, registeredAt };
      }),

    cancel: (person, event) =>
      strapi.db.connection.transaction(async (trx) => {
        await registrations.hold(trx, { person, event });
        const status = await registrations.remove(trx, { person, event });
        if (!status) throw notRegistered();
        if (status === 'registered') await queue().send(trx, TELL_PROMOTED, {});
      }),
  };
};
