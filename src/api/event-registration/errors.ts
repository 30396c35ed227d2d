import { Problem } from '../../lib/problem';
import type { Refusal } from './decide-registration';

export const notSignedIn = (): Problem =>
  new Problem({ type: 'unauthenticated', detail: 'Sign in to register for events.' });

export const noSuchEvent = (): Problem =>
  new Problem({ type: 'not-found', detail: 'There is no such event, or you may not see it.' });

export const notRegistered = (): Problem =>
  new Problem({ type: 'not-found', detail: 'You are not registered for this event.' });

const DETAILS: Record<Refusal, string> = {
  'already-registered': 'You are registered for this event, or wait for a place, already.',
  'event-ended': 'This event is over.',
  'registration-closed': 'Registration for this event is closed.',
  'event-full': 'All places are taken, and there is no waiting list.',
};

export const refused = (refusal: Refusal): Problem =>
  new Problem({ type: 'conflict', code: refusal, detail: DETAILS[refusal] });

export const tooMany = (): Problem =>
  new Problem({
    type: 'overloaded',
    detail: 'Too many people register at this moment. Try again shortly.',
    retryAfterSeconds: 2,
  });
