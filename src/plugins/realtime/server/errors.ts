import { Problem } from '../../../lib/problem';

/** The same for a room that is not there and for one of others. */
export const noSuchRoom = () =>
  new Problem({ type: 'not-found', detail: 'There is no such room, or it is not yours.' });

export const noSuchMessage = () =>
  new Problem({ type: 'not-found', detail: 'There is no such message, or it is not for you.' });

export const notSignedIn = () =>
  new Problem({ type: 'unauthenticated', detail: 'This needs a valid sign-in.' });

export const sessionOver = () =>
  new Problem({ type: 'unauthenticated', detail: 'This session is over. Sign in again.' });

export const tooManyConnections = () =>
  new Problem({
    type: 'too-many-connections',
    detail: 'Too many connections are open already. Close one and try again.',
    retryAfterSeconds: 30,
  });

export const foreignOrigin = () =>
  new Problem({ type: 'forbidden', detail: 'Pages of this origin may not connect.' });

export const stopping = () =>
  new Problem({
    type: 'overloaded',
    detail: 'This server is stopping. Connect again.',
    retryAfterSeconds: 1,
  });

export const unknownEvent = () =>
  new Problem({
    type: 'not-found',
    code: 'unknown-event',
    detail: 'There is no event of this name.',
  });

const atReply = { pointer: '/replyTo', code: 'unknown-message' } as const;
export const unknownReply = () =>
  new Problem({
    type: 'validation-failed',
    detail: 'The message that this replies to is not in this room.',
    faults: [{ ...atReply, message: 'is not a message of this room' }],
  });

export const tooManyEmojis = (most: number) =>
  new Problem({
    type: 'validation-failed',
    code: 'too-many-emojis',
    detail: `This message has ${most} different emojis already. Use one of them.`,
    faults: [
      { pointer: '/emoji', code: 'too-many', message: 'is one more than a message may have' },
    ],
  });

export const muted = (waitSeconds: number) =>
  new Problem({
    type: 'forbidden',
    code: 'muted',
    detail: 'You may read here, and not write for a while.',
    retryAfterSeconds: waitSeconds,
    extensions: { waitSeconds },
  });

export const slowMode = (waitSeconds: number) =>
  new Problem({
    type: 'rate-limited',
    code: 'slow-mode',
    detail: `This room is in slow mode. Write again in ${waitSeconds} s.`,
    retryAfterSeconds: waitSeconds,
    extensions: { waitSeconds },
  });

export const tooBusy = () =>
  new Problem({
    type: 'overloaded',
    detail: 'Too many messages wait to be stored. Send it again in a moment.',
    retryAfterSeconds: 1,
  });

export const notTheirs = () =>
  new Problem({ type: 'forbidden', detail: 'This is a message of somebody else.' });

export const messageIsGone = () =>
  new Problem({
    type: 'conflict',
    code: 'message-gone',
    detail: 'This message was deleted or hidden.',
  });

export const notModerator = () =>
  new Problem({ type: 'forbidden', detail: 'This is for those who look after the room.' });

export const notYourOwnMute = () =>
  new Problem({ type: 'forbidden', detail: 'Somebody else has to let you write again.' });

export const noSuchPerson = () =>
  new Problem({ type: 'not-found', detail: 'There is no such person.' });
