import type { Knex } from 'knex';
import { createCalendar } from '../programme/calendar';
import { makeAnnouncements, makeEvents, makeResources, type DemoEvent } from '../programme/content';
import { makeGroups, type DemoGroup } from '../programme/groups';
import { demoPeopleOf, type DemoPerson } from '../programme/people';
import { makeWork, type DemoTask, type DemoWork } from '../programme/work';
import { tally, type Tally } from '../tally';
import { PERSON } from './demo-people';
import { insertMissing, linkRows } from './insert-missing';

const GROUP = { column: 'group_id', table: 'groups' } as const;
const EVENT = { column: 'event_id', table: 'events' } as const;

/** Links of rows that were made now; what somebody unlinked since stays unlinked. */
const pairsOf = <Row>(rows: readonly Row[], pair: (row: Row) => [string, string] | null) =>
  rows.flatMap((row) => {
    const made = pair(row);
    return made ? [made] : [];
  });

async function makeMissingGroups(db: Knex, groups: readonly DemoGroup[]): Promise<Tally> {
  const made = await insertMissing(
    db,
    'groups',
    groups.map(({ key, name, track, description }) => ({
      key,
      values: { name, track, description },
    })),
  );
  const fresh = groups.filter(({ key }) => made.has(key));
  const mentors = pairsOf(fresh, ({ key, mentor }) => [key, mentor.email]);
  await linkRows(db, 'groups_mentor_lnk', { from: GROUP, to: PERSON }, mentors);
  const members = fresh.flatMap((group) =>
    [...group.students, group.supervisor].map((person) => ({ group, person })),
  );
  const keyOf = ({ group, person }: { group: DemoGroup; person: DemoPerson }) =>
    `${group.key}/member/${person.email}`;
  await insertMissing(
    db,
    'group_memberships',
    members.map((member) => ({ key: keyOf(member), values: {} })),
  );
  const membership = { column: 'group_membership_id', table: 'group_memberships' } as const;
  await linkRows(
    db,
    'group_memberships_group_lnk',
    { from: membership, to: GROUP },
    members.map((member) => [keyOf(member), member.group.key] as const),
  );
  await linkRows(
    db,
    'group_memberships_user_lnk',
    { from: membership, to: PERSON },
    members.map((member) => [keyOf(member), member.person.email] as const),
  );
  return tally(made.size, groups.length);
}

async function makeMissingWork<Work extends DemoWork>(
  db: Knex,
  { table, column }: { table: 'milestones' | 'tasks'; column: string },
  work: readonly Work[],
): Promise<{ made: Work[]; counts: Tally }> {
  const keys = await insertMissing(
    db,
    table,
    work.map(({ key, title, description, dueDate, priority, order, ...more }) => ({
      key,
      values: {
        ...{ title, description, dueDate, priority, order },
        ...('completedAt' in more && { completedAt: more.completedAt }),
      },
    })),
  );
  const made = work.filter(({ key }) => keys.has(key));
  const from = { column, table };
  const groups = pairsOf(made, ({ key, group }) => [key, group.key]);
  await linkRows(db, `${table}_group_lnk`, { from, to: GROUP }, groups);
  const people = pairsOf(made, ({ key, assignee }) => (assignee ? [key, assignee.email] : null));
  await linkRows(db, `${table}_assignee_lnk`, { from, to: PERSON }, people);
  return { made, counts: tally(made.length, work.length) };
}

async function linkTasks(db: Knex, made: readonly DemoTask[]): Promise<void> {
  const from = { column: 'task_id', table: 'tasks' } as const;
  const to = { column: 'milestone_id', table: 'milestones' } as const;
  const steps = pairsOf(made, ({ key, milestone }) => (milestone ? [key, milestone] : null));
  await linkRows(db, 'tasks_milestone_lnk', { from, to }, steps);
  const by = pairsOf(made, ({ key, completedBy }) =>
    completedBy ? [key, completedBy.email] : null,
  );
  await linkRows(db, 'tasks_completed_by_lnk', { from, to: PERSON }, by);
}

async function makeMissingContent(
  db: Knex,
  table: string,
  content: readonly { key: string; isDraft?: boolean }[],
): Promise<Set<string>> {
  const drafts = new Set(content.filter(({ isDraft }) => isDraft).map(({ key }) => key));
  const rows = content.map(({ key, isDraft: _isDraft, ...values }) => ({ key, values }));
  return insertMissing(db, table, rows, { hasDrafts: true, drafts });
}

async function register(db: Knex, events: readonly DemoEvent[]): Promise<void> {
  const students = demoPeopleOf('student');
  const wishes = events.flatMap((event) =>
    students.slice(0, event.wanted).map((person, turn) => ({
      key: `${event.key}/registration/${person.email}`,
      event,
      person,
      registrationStatus: turn < (event.capacity ?? Infinity) ? 'registered' : 'waiting',
    })),
  );
  await insertMissing(
    db,
    'event_registrations',
    wishes.map(({ key, registrationStatus }) => ({ key, values: { registrationStatus } })),
  );
  const from = { column: 'event_registration_id', table: 'event_registrations' } as const;
  const [toEvents, toPeople] = [
    wishes.map(({ key, event }) => [key, event.key] as const),
    wishes.map(({ key, person }) => [key, person.email] as const),
  ];
  await linkRows(db, 'event_registrations_event_lnk', { from, to: EVENT }, toEvents);
  await linkRows(db, 'event_registrations_user_lnk', { from, to: PERSON }, toPeople);
}

export interface ProgrammeTally {
  groups: Tally;
  milestones: Tally;
  tasks: Tally;
  events: Tally;
  resources: Tally;
  announcements: Tally;
}

/** Makes what is missing of a believable programme year around `today`. */
export async function makeMissingProgramme(db: Knex, today: Date): Promise<ProgrammeTally> {
  const calendar = createCalendar(today);
  const groups = makeGroups();
  const work = groups.map((group, index) => makeWork(group, index, calendar));
  const inGroups = await makeMissingGroups(db, groups);
  const milestones = await makeMissingWork(
    db,
    { table: 'milestones', column: 'milestone_id' },
    work.flatMap((of) => of.milestones),
  );
  const tasks = await makeMissingWork(
    db,
    { table: 'tasks', column: 'task_id' },
    work.flatMap((of) => of.tasks),
  );
  await linkTasks(db, tasks.made);
  const events = makeEvents(calendar);
  const resources = makeResources();
  const announcements = makeAnnouncements(calendar);
  const madeEvents = await makeMissingContent(
    db,
    'events',
    events.map(({ wanted: _wanted, ...event }) => event),
  );
  await register(
    db,
    events.filter(({ key }) => madeEvents.has(key)),
  );
  const madeResources = await makeMissingContent(db, 'resources', resources);
  const madeAnnouncements = await makeMissingContent(db, 'announcements', announcements);
  return {
    groups: inGroups,
    milestones: milestones.counts,
    tasks: tasks.counts,
    events: tally(madeEvents.size, events.length),
    resources: tally(madeResources.size, resources.length),
    announcements: tally(madeAnnouncements.size, announcements.length),
  };
}
