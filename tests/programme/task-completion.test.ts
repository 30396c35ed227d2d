import { outcomeOf, useGroups, type Actor, type Shown } from '../support/groups-rig';

process.env.TIME_ZONE = 'Pacific/Kiritimati'; // 14 hours ahead of UTC

const rig = useGroups();

let group: Shown & { code: string };
let student: Actor;
beforeAll(async () => {
  group = await rig.group();
  student = await rig.actor();
  await rig.join(group, student);
});

const act = (actor: Actor, what: string, { documentId }: Shown) =>
  actor.ask(`POST /api/tasks/${documentId}/${what}`);

it('is done by a member: who and when', async () => {
  const task = await rig.task({ group: group.code });
  const { status, data } = await act(student, 'complete', task);
  expect(status).toBe(200);
  expect(data).toMatchObject({
    documentId: task.documentId,
    isCompleted: true,
    isOverdue: false,
    completedBy: { id: student.documentId, role: 'student' },
  });
  const age = Date.now() - Date.parse(data['completedAt'] as string);
  expect(age).toBeGreaterThanOrEqual(-1000);
  expect(age).toBeLessThan(60_000);
  const shown = await student.ask(`GET /api/tasks/${task.documentId}`);
  expect(data).toEqual(shown.data);
});

it('keeps the first who and when, and forgets both when it is open again', async () => {
  const task = await rig.task({ group: group.code });
  const first = await act(student, 'complete', task);
  const second = await act(rig.admin, 'complete', task);
  expect([second.status, second.data]).toEqual([200, first.data]);
  for (let round = 0; round < 2; round += 1) {
    const reopened = await act(student, 'reopen', task);
    expect(reopened.status).toBe(200);
    expect(reopened.data).toMatchObject({
      isCompleted: false,
      completedAt: null,
      completedBy: null,
    });
  }
  expect((await act(rig.admin, 'complete', task)).data).toMatchObject({
    completedBy: { id: rig.admin.documentId },
  });
});

it('is the first’s of those who do it at once', async () => {
  const others = await Promise.all(Array.from({ length: 5 }, () => rig.actor()));
  await rig.join(group, ...others);
  const task = await rig.task({ group: group.code });
  const answers = await Promise.all(others.map((actor) => act(actor, 'complete', task)));
  expect(answers.map(({ status }) => status)).toEqual(others.map(() => 200));
  const links = await rig.app
    .db('tasks_completed_by_lnk as link')
    .join('tasks', 'tasks.id', 'link.task_id')
    .where('tasks.document_id', task.documentId);
  expect(links).toHaveLength(1);
});

it('tells a new version, so that nobody overwrites it unseen', async () => {
  const task = await rig.task({ group: group.code });
  const { headers } = await rig.admin.ask(`GET /api/tasks/${task.documentId}`);
  await act(student, 'complete', task);
  const body = { data: { title: 'Other' } };
  const condition = { 'if-match': headers.get('etag') ?? '' };
  expect((await rig.admin.ask(`PUT /api/tasks/${task.documentId}`, body, condition)).status).toBe(
    412,
  );
});

it('is 404 for who is not in the group, and 401 for nobody', async () => {
  const task = await rig.task({ group: group.code });
  for (const role of ['student', 'mentor', 'supervisor']) {
    const stranger = await rig.actor(role);
    for (const what of ['complete', 'reopen']) {
      expect(outcomeOf(await act(stranger, what, task))).toEqual([404, 'not-found']);
    }
  }
  expect((await act(student, 'complete', { documentId: 'x'.repeat(24) })).status).toBe(404);
  const answer = await fetch(`${rig.app.url}/api/tasks/${task.documentId}/complete`, {
    method: 'POST',
  });
  expect(answer.status).toBe(401);
});

it('takes no body and no query', async () => {
  const task = await rig.task({ group: group.code });
  const path = `POST /api/tasks/${task.documentId}/complete`;
  expect((await student.ask(path, { completedAt: '2020-01-01' })).status).toBe(422);
  expect((await student.ask(`${path}?populate=group`)).status).toBe(400);
  expect((await student.ask(path, {})).status).toBe(200);
});

it('makes the progress of its milestone', async () => {
  const milestone = await rig.milestone({ group: group.code });
  const progress = async () =>
    (await student.ask(`GET /api/milestones/${milestone.documentId}`)).data['progress'];
  expect(await progress()).toEqual({ total: 0, completed: 0, percent: 0 });
  const tasks = [];
  for (let index = 0; index < 3; index += 1) {
    tasks.push(await rig.task({ milestone: milestone.documentId }));
  }
  const percents = [];
  for (const task of tasks) {
    await act(student, 'complete', task);
    percents.push(await progress());
  }
  expect(percents).toEqual([
    { total: 3, completed: 1, percent: 33 },
    { total: 3, completed: 2, percent: 66 },
    { total: 3, completed: 3, percent: 100 },
  ]);
});

it('is overdue from the next day on by the clocks of TIME_ZONE, until it is done', async () => {
  const today = new Date(Date.now() + 14 * 3_600_000);
  const day = (days: number) =>
    new Date(today.getTime() + days * 86_400_000).toISOString().slice(0, 10);
  const task = await rig.task({ group: group.code, dueDate: day(-1) });
  expect(task).toMatchObject({ isOverdue: true, isCompleted: false });
  expect(await rig.task({ group: group.code, dueDate: day(0) })).toMatchObject({
    isOverdue: false,
  });
  expect((await act(student, 'complete', task)).data).toMatchObject({ isOverdue: false });
  expect((await act(student, 'reopen', task)).data).toMatchObject({ isOverdue: true });
});
