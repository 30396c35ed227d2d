import type { Calendar } from './calendar';

interface DemoContent {
  key: string;
  title: string;
  summary: string;
  audience: string[];
  isDraft?: boolean;
}
export interface DemoEvent extends DemoContent {
  description: string;
  startsAt: string;
  endsAt: string;
  isOnline: boolean;
  onlineUrl: string | null;
  place: string | null;
  decimalLatitude: number | null;
  decimalLongitude: number | null;
  capacity: number | null;
  hasWaitingList: boolean;
  /** How many of the students have asked for a place. */
  wanted: number;
}
export interface DemoResource extends DemoContent {
  resourceType: string;
  url: string;
}
export interface DemoAnnouncement extends DemoContent {
  content: string;
  publishAt: string | null;
  expireAt: string | null;
}

const HARBOUR = {
  place: 'Old Harbour, boathouse 3',
  decimalLatitude: 43.467,
  decimalLongitude: -3.79,
};
const LAB = { place: 'Marine station, wet lab', decimalLatitude: 43.483, decimalLongitude: -3.773 };

/** title, summary, audience, days from today, hour, hours long, place, capacity, wanted */
const EVENTS = [
  ['Kick-off', 'Meet your group and your mentor.', 'all', -160, 9, 8, LAB, null, 55],
  ['Boat safety course', 'Nobody goes out without it.', 'student', -120, 8, 6, HARBOUR, 40, 40],
  ['Plankton under the microscope', 'An evening for families.', 'public', -40, 17, 2, LAB, 30, 22],
  [
    'Mentors meet',
    'How the field season went so far.',
    'mentor,supervisor',
    -14,
    16,
    2,
    null,
    null,
    0,
  ],
  ['Open harbour day', 'See the gear, meet the groups.', 'public', 9, 10, 6, HARBOUR, null, 31],
  ['Rock pool walk', 'At the lowest tide of the month.', 'all', 16, 7, 3, HARBOUR, 20, 26],
  ['Statistics without fear', 'Online, bring your own data.', 'student', 30, 15, 2, null, 50, 18],
  ['Science fair', 'Posters, talks, and a prize.', 'public', 165, 9, 9, LAB, 120, 12],
] as const;

const RESOURCES = [
  ['Field safety handbook', 'What to do before, during and after a day out.', 'document', 'all'],
  ['How to log an occurrence', 'Darwin Core in ten minutes.', 'document', 'public'],
  ['Seabed habitat maps', 'Open data of European seas.', 'dataset', 'public'],
  ['Poster template', 'A0, with a grid that works.', 'template', 'student'],
  ['Talk: How a research vessel works', 'Forty minutes on deck.', 'video', 'student'],
  [
    'Mentor guide',
    'Questions that help, and answers that do not.',
    'document',
    'mentor,supervisor',
  ],
  [
    'Safeguarding policy',
    'Read this before you meet your group.',
    'document',
    'mentor,supervisor,admin',
  ],
  ['Grading rubric', 'How posters are judged.', 'document', 'supervisor'],
] as const;

/** title, summary, audience, publish at (days), expire at (days) */
const ANNOUNCEMENTS = [
  ['Welcome to the new year', 'Twelve groups, sixty students, one sea.', 'all', -158, null],
  ['Harbour closed on Saturday', 'The slipway is being mended.', 'all', -3, 4],
  ['Poster template is out', 'You find it in the resources.', 'student', -8, null],
  ['Reports are due', 'Half-time reports, one page for each group.', 'mentor,supervisor', -5, 25],
  ['Come to the open harbour day', 'Bring your friends.', 'public', -2, 10],
  ['Grading meeting', 'Agenda and rubric.', 'supervisor', -6, null],
  ['Server maintenance', 'Sunday, one hour.', 'admin', -1, 6],
  ['Jury of the science fair', 'We tell you who they are next week.', 'all', 7, null],
  ['Boat course: last places', 'This one is over.', 'student', -130, -119],
] as const;

const audienceOf = (text: string) => text.split(',');

export function makeEvents(calendar: Calendar): DemoEvent[] {
  return EVENTS.map(
    ([title, summary, audience, days, hour, hours, where, capacity, wanted], index) => ({
      key: `event/${index + 1}`,
      title,
      summary,
      description: `${summary}\n\nThis event is part of the demonstration.`,
      audience: audienceOf(audience),
      startsAt: calendar.moment(days, hour),
      endsAt: calendar.moment(days, hour + hours),
      isOnline: where === null,
      onlineUrl: where === null ? 'https://meet.shoal.example/room' : null,
      place: where?.place ?? null,
      decimalLatitude: where?.decimalLatitude ?? null,
      decimalLongitude: where?.decimalLongitude ?? null,
      capacity,
      hasWaitingList: true,
      wanted,
    }),
  );
}

export const makeResources = (): DemoResource[] =>
  RESOURCES.map(([title, summary, resourceType, audience], index) => ({
    key: `resource/${index + 1}`,
    title,
    summary,
    resourceType,
    audience: audienceOf(audience),
    url: `https://files.shoal.example/${index + 1}`,
    isDraft: index === RESOURCES.length - 1,
  }));

export function makeAnnouncements(calendar: Calendar): DemoAnnouncement[] {
  return ANNOUNCEMENTS.map(([title, summary, audience, from, until], index) => ({
    key: `announcement/${index + 1}`,
    title,
    summary,
    content: `${summary}\n\nThis announcement is part of the demonstration.`,
    audience: audienceOf(audience),
    publishAt: calendar.moment(from, 8),
    expireAt: until === null ? null : calendar.moment(until, 18),
    // The queue publishes it when its day has come.
    isDraft: from > 0,
  }));
}
