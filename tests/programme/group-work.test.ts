import {
  listOf,
  outcomeOf,
  pointersOf,
  useGroups,
  type Actor,
  type Shown,
} from '../support/groups-rig';
import { makePerson } from '../support/people';

const rig = useGroups();

let group: Shown & { code: string };
let other: Shown & { code: string };
let mentor: Actor;
let supervisor: Actor;
let student: Actor;
beforeAll(async () => {
  mentor = await rig.actor('mentor');
  supervisor = await rig.actor('supervisor');
  student = await rig.actor();
  group = await rig.group({ mentor: mentor.documentId });
  other = await rig.group();
  await rig.join(group, supervisor, student);
});

const KINDS = ['milestones', 'tasks'] as const;
const make = (kind: (typeof KINDS)[number], data: object) =>
  kind === 'tasks' ? rig.task(data) : rig.milestone(data);

describe.each(KINDS)('%s', (kind) => {
  const post = (actor: Actor, data: object) =>
    actor.ask(`POST /api/${kind}`, { data: { title: 'Dive', ...data } });

  it('are made, changed and deleted by those who look after the group, and by administrators', async () => {
    for (const actor of [mentor, supervisor, rig.admin]) {
      const made = await post(actor, {
        group: group.code.toLowerCase(),
        description: 'Down\nand up',
        dueDate: '2030-05-01',
        priority: 'high',
        order: 3,
        assignee: student.documentId,
      });
      expect(made.status).toBe(201);
      expect(made.data).toMatchObject({
        title: 'Dive',
        dueDate: '2030-05-01',
        priority: 'high',
        order: 3,
        assignee: { id: student.documentId, name: expect.any(String), role: 'student' },
      });
      const path = `/api/${kind}/${String(made.data['documentId'])}`;
      const changed = await actor.ask(`PUT ${path}`, {
        data: { title: 'Deep dive', assignee: null },
      });
      expect(changed.status).toBe(200);
      expect(changed.data).toMatchObject({ title: 'Deep dive', assignee: null, priority: 'high' });
      const { data } = await student.ask(`GET ${path}?populate=group`);
      expect(data['group']).toMatchObject({ code: group.code });
      expect((await actor.ask(`DELETE ${path}`)).status).toBe(204);
      expect((await actor.ask(`GET ${path}`)).status).toBe(404);
      expect((await actor.ask(`DELETE ${path}`)).status).toBe(404);
    }
  });

  it('have a priority and an order when nothing is said', async () => {
    const { data } = await post(mentor, { group: group.documentId });
    expect(data).toMatchObject({ priority: 'medium', order: 0, dueDate: null, description: null });
  });

  it('are not for a student to write', async () => {
    const { documentId } = await make(kind, { group: group.code });
    expect(outcomeOf(await post(student, { group: group.code }))).toEqual([403, 'forbidden']);
    const path = `/api/${kind}/${documentId}`;
    expect((await student.ask(`PUT ${path}`, { data: { title: 'X' } })).status).toBe(403);
    expect((await student.ask(`DELETE ${path}`)).status).toBe(403);
  });

  it('are 404 for who does not see the group, and 403 for who sees it only', async () => {
    const { documentId } = await make(kind, { group: other.code });
    const path = `/api/${kind}/${documentId}`;
    const tries = () =>
      Promise.all([
        post(mentor, { group: other.code }),
        post(mentor, { group: other.documentId }),
        mentor.ask(`PUT ${path}`, { data: { title: 'X' } }),
        mentor.ask(`DELETE ${path}`),
      ]);
    for (const answer of await tries()) expect(outcomeOf(answer)).toEqual([404, 'not-found']);
    const [unknown] = [await post(mentor, { group: 'NOPE-1' })];
    expect([unknown.status, pointersOf(unknown)]).toEqual([404, ['/data/group']]);
    await rig.join(other, mentor);
    for (const answer of await tries()) expect(outcomeOf(answer)).toEqual([403, 'forbidden']);
    await rig.admin.ask(`DELETE /api/groups/${other.code}/members/${mentor.documentId}`);
    expect((await rig.admin.ask(`GET ${path}`)).data['title']).not.toBe('X');
  });

  it('go to another group only by who looks after both', async () => {
    const { documentId } = await make(kind, { group: group.code });
    const move = (actor: Actor, target: string) =>
      actor.ask(`PUT /api/${kind}/${documentId}`, { data: { group: target } });
    const mine = await rig.group({ mentor: mentor.documentId });
    expect((await move(mentor, other.code)).status).toBe(404);
    expect((await move(mentor, mine.code)).status).toBe(200);
    expect((await mentor.ask(`GET /api/${kind}/${documentId}?populate=group`)).data).toMatchObject({
      group: { code: mine.code },
    });
    expect((await student.ask(`GET /api/${kind}/${documentId}`)).status).toBe(404);
  });

  it('are given to a member or the mentor only, also when they move', async () => {
    const stranger = await makePerson(rig.app);
    for (const assignee of [stranger.documentId, 'x'.repeat(24)]) {
      const answer = await post(mentor, { group: group.code, assignee });
      expect([answer.status, pointersOf(answer)]).toEqual([422, ['/data/assignee']]);
    }
    const { status, data } = await post(mentor, {
      group: group.code,
      assignee: mentor.documentId,
    });
    expect(status).toBe(201);
    const path = `/api/${kind}/${String(data['documentId'])}`;
    const change = (more: object) => rig.admin.ask(`PUT ${path}`, { data: more });
    const moved = await change({ group: other.code });
    expect([moved.status, pointersOf(moved)]).toEqual([422, ['/data/assignee']]);
    expect((await change({ group: other.code, assignee: null })).status).toBe(200);
  });

  it('keep whom they were given to when that person leaves the group', async () => {
    const leaver = await makePerson(rig.app);
    await rig.join(group, leaver);
    const { documentId } = await make(kind, { group: group.code, assignee: leaver.documentId });
    await rig.admin.ask(`DELETE /api/groups/${group.code}/members/${leaver.documentId}`);
    const answer = await mentor.ask(`PUT /api/${kind}/${documentId}`, { data: { title: 'Later' } });
    expect(answer.data).toMatchObject({ title: 'Later', assignee: { id: leaver.documentId } });
  });

  it('come by order, then by the day they are due, then as they were made', async () => {
    const mine = await rig.group();
    for (const [title, order, dueDate] of [
      ['e', 2, '2030-01-01'],
      ['d', 1, null],
      ['b', 1, '2030-01-02'],
      ['c', 1, '2030-01-02'],
      ['a', 1, '2030-01-01'],
    ]) {
      await make(kind, { title, order, dueDate, group: mine.code });
    }
    const of = `filters[group][documentId]=${mine.documentId}`;
    const list = listOf(await rig.admin.ask(`GET /api/${kind}?${of}`));
    expect(list.map(({ title }) => title).join('')).toBe('abcde');
    const backwards = listOf(await rig.admin.ask(`GET /api/${kind}?${of}&sort=title:desc`));
    expect(backwards.map(({ title }) => title).join('')).toBe('edcba');
  });

  it.each([
    ['M-01', { id: 1 }, '/data/id'],
    ['M-01', { publishedAt: '2020-01-01' }, '/data/publishedAt'],
    ['M-01', { completedAt: '2020-01-01' }, '/data/completedAt'],
    ['M-02', { assignee: { connect: [1] } }, '/data/assignee'],
    ['M-03', { group: { name: 'Mine' } }, '/data/group'],
    ['M-07', { title: null }, '/data/title'],
    ['M-07', { group: null }, '/data/group'],
    ['M-07', { priority: null }, '/data/priority'],
    ['', { title: '   ' }, '/data/title'],
    ['', { title: 'x'.repeat(201) }, '/data/title'],
    ['', { dueDate: '2030-02-30' }, '/data/dueDate'],
    ['', { dueDate: '2030-02-01T10:00:00Z' }, '/data/dueDate'],
    ['', { priority: 'urgent' }, '/data/priority'],
    ['', { order: -1 }, '/data/order'],
    ['', { order: 1.5 }, '/data/order'],
  ])('%s refuses %j at %s, made or changed', async (_case, data, pointer) => {
    const made = await post(mentor, { group: group.code, ...data });
    expect([made.status, pointersOf(made)]).toEqual([422, [pointer]]);
    const { documentId } = await make(kind, { group: group.code });
    const changed = await mentor.ask(`PUT /api/${kind}/${documentId}`, { data });
    expect([changed.status, pointersOf(changed)]).toEqual([422, [pointer]]);
  });

  it('M-08: of two changes that read the same version one is made', async () => {
    const { documentId } = await make(kind, { group: group.code });
    const path = `/api/${kind}/${documentId}`;
    const conditional = { 'if-match': (await mentor.ask(`GET ${path}`)).headers.get('etag') ?? '' };
    const change = (title: string) => mentor.ask(`PUT ${path}`, { data: { title } }, conditional);
    const answers = await Promise.all([change('One'), change('Two')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
  });
});

describe('tasks of milestones', () => {
  it('are of the group of their milestone', async () => {
    const milestone = await rig.milestone({ group: group.code });
    const made = await mentor.ask('POST /api/tasks?populate=group,milestone', {
      data: { title: 'Wash', milestone: milestone.documentId },
    });
    expect(made.data).toMatchObject({
      group: { code: group.code },
      milestone: { documentId: milestone.documentId, progress: { total: 1 } },
    });
    const alone = await mentor.ask('POST /api/tasks', { data: { title: 'Wash' } });
    expect([alone.status, pointersOf(alone)]).toEqual([422, ['/data/group']]);
  });

  it('refuse a milestone of another group, or one that nobody may know of', async () => {
    const mine = await rig.group({ mentor: mentor.documentId });
    const foreign = await rig.milestone({ group: other.code });
    const elsewhere = await rig.milestone({ group: mine.code });
    const task = await rig.task({ group: group.code });
    for (const { documentId: milestone } of [foreign, elsewhere]) {
      const data = { title: 'Wash', group: group.code, milestone };
      const made = await mentor.ask('POST /api/tasks', { data });
      expect([made.status, pointersOf(made)]).toEqual([422, ['/data/milestone']]);
      const path = `PUT /api/tasks/${task.documentId}`;
      const changed = await mentor.ask(path, { data: { milestone } });
      expect([changed.status, pointersOf(changed)]).toEqual([422, ['/data/milestone']]);
    }
  });

  it('leave their milestone when they go to another group, and stay with the group without it', async () => {
    const mine = await rig.group({ mentor: mentor.documentId });
    const milestone = await rig.milestone({ group: group.code });
    const task = await rig.task({ milestone: milestone.documentId });
    const move = (data: object) => mentor.ask(`PUT /api/tasks/${task.documentId}`, { data });
    const refused = await move({ group: mine.code });
    expect([refused.status, pointersOf(refused)]).toEqual([422, ['/data/milestone']]);
    const held = await mentor.ask(`PUT /api/milestones/${milestone.documentId}`, {
      data: { group: mine.code },
    });
    expect([held.status, pointersOf(held)]).toEqual([422, ['/data/group']]);
    expect((await move({ group: mine.code, milestone: null })).status).toBe(200);
    const second = await rig.task({ milestone: milestone.documentId });
    await mentor.ask(`DELETE /api/milestones/${milestone.documentId}`);
    const { data } = await mentor.ask(
      `GET /api/tasks/${second.documentId}?populate=group,milestone`,
    );
    expect(data).toMatchObject({ group: { code: group.code }, milestone: null });
  });
});
