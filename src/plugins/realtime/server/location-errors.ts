import { Problem } from '../../../lib/problem';
import type { Rejection } from './domain/location/position';

const REJECTED: Record<Rejection, string> = {
  invalid: 'is not a position',
  'out-of-range': 'is not on Earth',
  'in-the-future': 'is from the future; look at the clock of the device',
  'too-old': 'is older than what is kept',
};

/** For a position that was sent alone; in a batch each has its own answer. */
export const rejectedPosition = (reason: Rejection) =>
  new Problem({
    type: 'validation-failed',
    detail: `The position ${REJECTED[reason]}.`,
    faults: [
      {
        pointer: reason === 'in-the-future' || reason === 'too-old' ? '/recordedAt' : '',
        code: reason,
        message: REJECTED[reason],
      },
    ],
  });

export const tooManyPositions = () =>
  new Problem({
    type: 'overloaded',
    detail: 'Too many positions wait to be stored. Send them again in a moment.',
    retryAfterSeconds: 1,
  });

export const tooLongTrack = (most: number) =>
  new Problem({
    type: 'invalid-query',
    code: 'too-many-positions',
    detail: `There are more than ${most} positions between from and to. Ask for a shorter time.`,
    faults: [{ parameter: 'from', code: 'too-many', message: 'Ask for a shorter time.' }],
  });

export const badCursor = () =>
  new Problem({
    type: 'invalid-query',
    detail: 'cursor: is not one of this list.',
    faults: [{ parameter: 'cursor', code: 'invalid', message: 'is not one of this list' }],
  });

export const noSuchPerson = () =>
  new Problem({ type: 'not-found', detail: 'There is nobody like this whom you may see.' });

export const noSuchShare = () =>
  new Problem({ type: 'not-found', detail: 'You have no such share.' });

export const noSuchZone = () =>
  new Problem({ type: 'not-found', detail: 'You have no such privacy zone.' });

export const noSuchDevice = () =>
  new Problem({ type: 'not-found', detail: 'You have no such device.' });

export const tooMany = (what: string, most: number) =>
  new Problem({
    type: 'conflict',
    code: 'too-many',
    detail: `You have ${most} ${what} already. Remove one first.`,
  });

export const minorsDoNotShare = () =>
  new Problem({
    type: 'forbidden',
    code: 'minors-do-not-share',
    detail: 'People under 18 do not share where they are here.',
  });

export const badEnd = (mostSeconds: number) =>
  new Problem({
    type: 'validation-failed',
    detail: 'A share ends in the future, and not too far in it.',
    faults: [
      {
        pointer: '/until',
        code: 'out-of-range',
        message: `must be in the future, and at most ${mostSeconds / 3600} hours ahead`,
      },
    ],
  });

const noToken = { code: 'unknown-device', detail: 'This is no token of a device.' } as const;
export const unknownDevice = () => new Problem({ type: 'unauthenticated', ...noToken });
/** As Traccar answers its clients. */
export const unknownDeviceOfQuery = () => new Problem({ type: 'invalid-query', ...noToken });
export const unknownDeviceOfJson = () => new Problem({ type: 'not-found', ...noToken });

export const noPositions = () =>
  new Problem({ type: 'malformed-body', detail: 'The body is no batch of positions.' });

export const noSuchCheckpoint = () =>
  new Problem({ type: 'not-found', detail: 'The room has no such checkpoint.' });

export const notYourRace = () =>
  new Problem({ type: 'forbidden', detail: 'Those who look after the room set its checkpoints.' });

export const takenTurn = (most: number) =>
  new Problem({
    type: 'conflict',
    code: 'turn-taken',
    detail: `Another checkpoint has this turn, or the room has ${most} checkpoints already.`,
  });

export const tooLongRace = () =>
  new Problem({
    type: 'invalid-query',
    code: 'too-long',
    detail: 'Ask for seven days at most.',
    faults: [{ parameter: 'from', code: 'too-long', message: 'Ask for seven days at most.' }],
  });
