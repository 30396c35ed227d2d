import {
  listOf,
  outcomeOf,
  totalOf,
  useGroups,
  type Actor,
  type Shown,
} from '../support/groups-rig';

const rig = useGroups();

type Group = Shown & { code: string };
interface Row {
  id: number;
}
let mine: Group;
let hidden: Group;
let hiddenMilestone: Shown;
let hiddenTask: Shown;
let mentor: Actor;
let supervisor: Actor;
let student: Actor;
beforeAll(async () => {
  mentor = await rig.actor('mentor');
  supervisor = await rig.actor('supervisor');
  student = await rig.actor();
  mine = await rig.group({ name: 'Otters', mentor: mentor.documentId });
  await rig.join(mine, supervisor, student);
  hidden = await rig.group({ name: 'Secret seals', mentor: rig.admin.documentId });
  await rig.join(hidden, await rig.actor());
  for (const [group, name] of [
    [mine, 'otters'],
    [hidden, 'Secret seals'],
  ] as const) {
    const milestone = await rig.milestone({ title: `Dive of ${name}`, group: group.code });
    const task = await rig.task({
      title: `Masks of ${name}`,
      milestone: milestone.documentId,
    });
    if (group === hidden) [hiddenMilestone, hiddenTask] = [milestone, task];
  }
});

const insiders = () => [mentor, supervisor, student];
const idsOf = (entries: Shown[]) => entries.map(({ documentId }) => documentId);

it('S-01: shows nothing of another group by its id, its code or its number', async () => {
  const { id } = await rig.app
    .db('groups')
    .where('document_id', hidden.documentId)
    .first<{ id: number }>('id');
  for (const actor of insiders()) {
    for (const path of [
      `groups/${hidden.documentId}`,
      `groups/${hidden.code}`,
      `groups/${hidden.code.toLowerCase()}`,
      `groups/${id}`,
      `milestones/${hiddenMilestone.documentId}`,
      `tasks/${hiddenTask.documentId}`,
    ]) {
      const answer = await actor.ask(`GET /api/${path}`);
      expect([path, ...outcomeOf(answer)]).toEqual([path, 404, 'not-found']);
      expect(answer.headers.get('etag')).toBeNull();
    }
  }
});

it('S-01, S-02, S-05: lists, counts, searches and brings along its own only', async () => {
  for (const actor of insiders()) {
    for (const path of ['groups', 'milestones', 'tasks']) {
      const answer = await actor.ask(`GET /api/${path}`);
      expect([path, totalOf(answer), listOf(answer)]).toMatchObject([path, 1, [{}]]);
      expect(answer.text).not.toContain('Secret');
      for (const query of [
        '_q=secret',
        `filters[documentId][$in][0]=${hidden.documentId}`,
        'filters[$not][documentId][$null]=true&filters[id][$gt]=0&sort=id:desc&_q=Secret',
        ...(path === 'groups' ? [`filters[code]=${hidden.code}`] : []),
        ...(path === 'groups' ? [] : [`filters[group][documentId]=${hidden.documentId}`]),
      ]) {
        const found = await actor.ask(`GET /api/${path}?${query}`);
        expect([path, query, totalOf(found), listOf(found)]).toEqual([path, query, 0, []]);
      }
    }
    const all = 'populate[milestones][populate]=tasks&populate[tasks][populate][0]=group';
    const group = await actor.ask(`GET /api/groups/${mine.code}?${all}`);
    expect(group.data).toMatchObject({
      milestones: [{ tasks: [{}] }],
      tasks: [{ group: { documentId: mine.documentId, members: [{}, {}] } }],
    });
  }
  expect(totalOf(await rig.admin.ask('GET /api/groups'))).toBe(2);
});

it('S-02: shows who is in a group to those who see the group only', async () => {
  const stranger = await rig.actor('mentor');
  expect(listOf(await stranger.ask('GET /api/groups?populate=tasks,milestones'))).toEqual([]);
  const anonymous = await fetch(`${rig.app.url}/api/groups`);
  expect(anonymous.status).toBe(401);
});

it('keeps what a stranger planted in another group out of what is brought along', async () => {
  const milestone = await rig.milestone({ group: mine.code });
  const link = await rig.app
    .db('milestones')
    .where('document_id', milestone.documentId)
    .first<Row>('id');
  const task = await rig.app
    .db('tasks')
    .where('document_id', hiddenTask.documentId)
    .first<Row>('id');
  const old = await rig.app.db('tasks_milestone_lnk').where('task_id', task.id).first<Row>('id');
  await rig.app.db('tasks_milestone_lnk').where('id', old.id).update({ milestone_id: link.id });
  const { data } = await student.ask(`GET /api/milestones/${milestone.documentId}?populate=tasks`);
  expect(data['tasks']).toEqual([]);
});

it('S-03: shows nothing of a group any more to who has left it for another', async () => {
  const moving = await rig.actor('supervisor');
  const other = await rig.group();
  await rig.join(mine, moving);
  const page = 'sort=id:asc&pagination[pageSize]=1&pagination[page]=1';
  expect(idsOf(listOf(await moving.ask(`GET /api/groups?${page}`)))).toEqual([mine.documentId]);
  await rig.admin.ask(`DELETE /api/groups/${mine.code}/members/${moving.documentId}`);
  await rig.join(other, moving);
  expect(idsOf(listOf(await moving.ask(`GET /api/groups?${page}`)))).toEqual([other.documentId]);
  expect(listOf(await moving.ask('GET /api/tasks'))).toEqual([]);
  expect((await moving.ask(`GET /api/groups/${mine.code}`)).status).toBe(404);
  const write = await moving.ask('POST /api/tasks', { data: { title: 'X', group: mine.code } });
  expect(write.status).toBe(404);
});

it('S-06, S-08: answers alike for what is hidden and for what is not there', async () => {
  const bodyOf = (text: string) => {
    const {
      requestId: _requestId,
      instance: _instance,
      ...rest
    } = JSON.parse(text) as {
      requestId: string;
      instance: string;
    };
    return rest;
  };
  const absent = 'a'.repeat(24);
  const writes = { title: 'X' };
  for (const [path, there, notThere] of [
    ['groups', hidden.documentId, absent],
    ['groups', hidden.code, 'BTF9999'],
    ['milestones', hiddenMilestone.documentId, absent],
    ['tasks', hiddenTask.documentId, absent],
  ] as const) {
    for (const [method, suffix, body] of [
      ['GET', '', undefined],
      ['PUT', '', { data: path === 'groups' ? { name: 'X' } : writes }],
      ['DELETE', '', undefined],
      ['POST', path === 'tasks' ? '/complete' : '/nothing', undefined],
    ] as const) {
      const [one, other] = await Promise.all([
        mentor.ask(`${method} /api/${path}/${there}${suffix}`, body),
        mentor.ask(`${method} /api/${path}/${notThere}${suffix}`, body),
      ]);
      expect([path, method, one.status]).toEqual([path, method, other.status]);
      expect(bodyOf(one.text)).toEqual(bodyOf(other.text));
      expect([...one.headers.keys()].sort()).toEqual([...other.headers.keys()].sort());
    }
  }
  for (const group of [hidden.code, hidden.documentId, 'BTF9999', absent]) {
    const made = await mentor.ask('POST /api/tasks', { data: { title: 'X', group } });
    expect(made.status).toBe(404);
  }
  for (const milestone of [hiddenMilestone.documentId, absent]) {
    const body = { data: { title: 'X', group: mine.code, milestone } };
    expect((await mentor.ask('POST /api/tasks', body)).status).toBe(422);
  }
});

it('S-09: messages are for members', async () => {
  const said = { text: 'Low tide at six', clientId: '0198f0aa-0000-7000-8000-000000000001' };
  const inside = await student.ask(`POST /api/groups/${mine.code}/messages`, said);
  expect(inside.status).toBe(201);
  const outside = await student.ask(`POST /api/groups/${hidden.code}/messages`, said);
  expect(outside.status).toBe(404);
});
