import { decideRegistration, type EventFacts } from './decide-registration';

const open: EventFacts = {
  isOver: false,
  isClosed: false,
  isRegistered: false,
  capacity: 2,
  hasWaitingList: true,
  registered: 0,
  waiting: 0,
};
const registered = { status: 'registered', position: null };

it.each<[string, Partial<EventFacts>, object]>([
  ['gives a place while there is one', { registered: 1 }, registered],
  ['knows no limit without a capacity', { capacity: null, registered: 9000 }, registered],
  ['lets people wait', { registered: 2, waiting: 3 }, { status: 'waiting', position: 4 }],
  [
    'keeps a free place for who waits',
    { registered: 1, waiting: 1 },
    { status: 'waiting', position: 2 },
  ],
  ['never fills what is too full', { registered: 5 }, { status: 'waiting', position: 1 }],
  [
    'refuses without a waiting list',
    { registered: 2, hasWaitingList: false },
    { refusal: 'event-full' },
  ],
  [
    'refuses a second time',
    { isRegistered: true, registered: 2 },
    { refusal: 'already-registered' },
  ],
  ['refuses what is over', { isOver: true, isClosed: true }, { refusal: 'event-ended' }],
  ['refuses what is closed', { isClosed: true }, { refusal: 'registration-closed' }],
])('%s', (_what, facts, decision) => {
  expect(decideRegistration({ ...open, ...facts })).toEqual(decision);
});
