import type { Calendar } from './calendar';
import type { DemoGroup } from './groups';
import type { DemoPerson } from './people';

export interface DemoWork {
  key: string;
  group: DemoGroup;
  title: string;
  description: string | null;
  dueDate: string;
  priority: 'low' | 'medium' | 'high';
  order: number;
  assignee: DemoPerson | null;
}
export interface DemoTask extends DemoWork {
  /** Key of its milestone; null for what stands by itself. */
  milestone: string | null;
  completedAt: string | null;
  completedBy: DemoPerson | null;
}

/** Steps of a year: when each is due, in days from today, and what there is to do for it. */
const STEPS = [
  [
    'Question and plan',
    -150,
    ['Choose a question', 'Read what is known', 'Write a plan of two pages'],
  ],
  ['Gear and permits', -80, ['List the gear', 'Ask for permits', 'Try the gear out ashore']],
  ['Field season', 20, ['First day out', 'Enter the data every week', 'Half-time talk']],
  ['Analysis', 90, ['Clean the data', 'Draw the first figures', 'Check them with your supervisor']],
  ['Poster and fair', 160, ['Draft the poster', 'Print it', 'Rehearse the talk']],
] as const;
const BY_THEMSELVES = [
  ['Take a group photo', -20],
  ['Thank the harbour master', 12],
] as const;
const PRIORITIES = ['medium', 'high', 'low'] as const;

/** How far a group is: some are ahead, some behind; none is done. */
const paceOf = (index: number) => [0, 14, -25, 6][index % 4] ?? 0;

/** Milestones and tasks of a group: done, open, overdue and still to come. */
export function makeWork(group: DemoGroup, index: number, calendar: Calendar) {
  const people = group.students;
  const personAt = (at: number) => people[at % people.length] ?? null;
  const pace = paceOf(index);
  const milestones: DemoWork[] = STEPS.map(([title, due], step) => ({
    key: `${group.key}/milestone/${step}`,
    group,
    title,
    description: null,
    dueDate: calendar.day(due),
    priority: PRIORITIES[step % PRIORITIES.length] ?? 'medium',
    order: step,
    assignee: step % 2 === 0 ? personAt(step) : null,
  }));
  const task = (title: string, due: number, order: number, milestone: string | null): DemoTask => {
    // What is due long enough ago is done, at the group's own pace.
    const doneOn = due - 2 - pace;
    const isDone = doneOn < -12;
    const assignee = order % 3 === 2 ? null : personAt(order + index);
    return {
      key: `${milestone ?? group.key}/task/${order}`,
      group,
      milestone,
      title,
      description: null,
      dueDate: calendar.day(due),
      priority: PRIORITIES[(order + index) % PRIORITIES.length] ?? 'medium',
      order,
      assignee,
      completedAt: isDone ? calendar.moment(doneOn, 15 + (order % 4)) : null,
      completedBy: isDone ? (assignee ?? personAt(index)) : null,
    };
  };
  const tasks = [
    ...STEPS.flatMap(([, due, titles], step) =>
      titles.map((title, order) =>
        task(title, due - 30 + order * 14, order, milestones[step]?.key ?? null),
      ),
    ),
    ...BY_THEMSELVES.map(([title, due], order) => task(title, due, order, null)),
  ];
  return { milestones, tasks };
}
