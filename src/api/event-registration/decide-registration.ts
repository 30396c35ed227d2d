/** What decides whether somebody may register for an event, read while nobody else can. */
export interface EventFacts {
  isOver: boolean;
  isClosed: boolean;
  /** Whether who asks has a registration already. */
  isRegistered: boolean;
  /** Null when there is no limit. */
  capacity: number | null;
  hasWaitingList: boolean;
  registered: number;
  waiting: number;
}

export type Refusal = 'already-registered' | 'event-ended' | 'registration-closed' | 'event-full';
export type Decision =
  | { status: 'registered'; position: null }
  | { status: 'waiting'; position: number }
  | { refusal: Refusal };

/** Free places belong to those who wait already, should there be any. */
const hasPlace = ({ capacity, registered, waiting }: EventFacts) =>
  capacity === null || registered + waiting < capacity;

/** Whether somebody comes, waits, or cannot register. */
export function decideRegistration(event: EventFacts): Decision {
  if (event.isRegistered) return { refusal: 'already-registered' };
  if (event.isOver) return { refusal: 'event-ended' };
  if (event.isClosed) return { refusal: 'registration-closed' };
  if (hasPlace(event)) return { status: 'registered', position: null };
  if (!event.hasWaitingList) return { refusal: 'event-full' };
  return { status: 'waiting', position: event.waiting + 1 };
}
