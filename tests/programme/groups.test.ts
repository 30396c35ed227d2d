import { listOf, outcomeOf, pointersOf, totalOf, useGroups } from '../support/groups-rig';
import { makePerson } from '../support/people';
import { insertGroups } from '../support/programme-rows';

const rig = useGroups();

const shown = (id: string, role: string) => ({ id, name: expect.any(String), role });

describe('GET /api/groups', () => {
  it('shows a group with its mentor and its members by name', async () => {
    const mentor = await rig.actor('mentor');
    const group = await rig.group({ mentor: mentor.documentId, track: 'Diving' });
    const zoe = await makePerson(rig.app, { username: 'zoe' });
    const abe = await makePerson(rig.app, { username: 'Abe' });
    await rig.join(group, zoe, abe);
    const { status, data } = await rig.admin.ask(`GET /api/groups/${group.documentId}`);
    expect(status).toBe(200);
    expect(data).toEqual({
      id: expect.any(Number),
      documentId: group.documentId,
      code: group.code,
      name: 'Otters',
      track: 'Diving',
      description: null,
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
      publishedAt: expect.any(String),
      mentor: shown(mentor.documentId, 'mentor'),
      members: [
        { id: abe.documentId, name: 'Abe', role: 'student' },
        { id: zoe.documentId, name: 'zoe', role: 'student' },
      ],
    });
  });

  it('knows a group by its code in any case, too', async () => {
    const group = await rig.group({ code: 'Kelp-7' });
    expect(group.code).toBe('KELP-7');
    for (const name of ['KELP-7', 'kelp-7', group.documentId]) {
      const { data } = await rig.admin.ask(`GET /api/groups/${name}`);
      expect(data['documentId']).toBe(group.documentId);
    }
    expect((await rig.admin.ask('GET /api/groups/KELP-8')).status).toBe(404);
  });

  it('lists by code, or as it is told', async () => {
    for (const code of ['ZZ-2', 'ZZ-1', 'ZZ-3']) await rig.group({ code });
    const codes = async (query: string) =>
      listOf(await rig.admin.ask(`GET /api/groups?filters[code][$startsWith]=ZZ${query}`)).map(
        (group) => group['code'],
      );
    expect(await codes('')).toEqual(['ZZ-1', 'ZZ-2', 'ZZ-3']);
    expect(await codes('&sort=code:desc')).toEqual(['ZZ-3', 'ZZ-2', 'ZZ-1']);
  });

  it('takes the same number of statements for 3 groups as for 30', async () => {
    const people = await Promise.all([1, 2, 3].map(() => makePerson(rig.app)));
    const list = (count: number) =>
      rig.admin.ask(
        `GET /api/groups?filters[code][$startsWith]=Q${count}-&populate=milestones,tasks&pagination[pageSize]=100`,
      );
    for (const count of [3, 30]) {
      const mentor = rig.admin;
      await insertGroups(rig.app.db, { prefix: `Q${count}`, count, members: people, mentor });
    }
    await list(3);
    const few = await rig.statementsOf(() => list(3));
    const many = await rig.statementsOf(() => list(30));
    expect(many).toHaveLength(few.length);
    expect(few.length).toBeLessThanOrEqual(12);
    const groups = listOf(await list(30));
    expect(groups).toHaveLength(30);
    expect(groups[0]).toMatchObject({
      mentor: { id: rig.admin.documentId },
      members: [{ role: 'student' }, { role: 'student' }, { role: 'student' }],
      milestones: [{ progress: { total: 1, completed: 0, percent: 0 }, assignee: null }],
      tasks: [{ assignee: { id: people[0]?.documentId } }, { assignee: null }],
    });
  });

  it('brings along no person, membership or account of the panel', async () => {
    for (const name of ['mentor', 'memberships', 'createdBy', 'tasks.assignee']) {
      const { status, code } = await rig.admin.ask(`GET /api/groups?populate=${name}`);
      expect([name, status, code]).toEqual([name, 400, 'invalid-query']);
    }
    const asked = 'filters[mentor][email][$startsWith]=a';
    expect((await rig.admin.ask(`GET /api/groups?${asked}`)).status).toBe(400);
  });
});

describe('POST /api/groups', () => {
  it('gives the next code, and takes one that is given', async () => {
    const first = await rig.group();
    expect(first.code).toMatch(/^BTF\d{3,}$/);
    const next = Number(first.code.slice(3)) + 1;
    expect((await rig.group()).code).toBe(`BTF${String(next).padStart(3, '0')}`);
    const answer = await rig.admin.ask('POST /api/groups', {
      data: { name: 'Seals', code: 'seals-1', description: 'Two lines\nof it' },
    });
    expect(answer.status).toBe(201);
    expect(answer.data).toMatchObject({ code: 'SEALS-1', mentor: null, members: [] });
    expect(answer.headers.get('etag')).toMatch(/^(W\/)?"[^"]+"$/);
  });

  it('is 409 for a code that another group has', async () => {
    await rig.group({ code: 'TAKEN' });
    const again = { data: { name: 'Seals', code: 'taken' } };
    expect(outcomeOf(await rig.admin.ask('POST /api/groups', again))).toEqual([409, 'code-taken']);
    const other = await rig.group();
    const change = await rig.admin.ask(`PUT /api/groups/${other.code}`, {
      data: { code: 'Taken' },
    });
    expect(outcomeOf(change)).toEqual([409, 'code-taken']);
  });

  it('is 422 for a mentor who is a student or nobody', async () => {
    const student = await rig.actor();
    for (const mentor of [student.documentId, 'x'.repeat(24), `${student.userId}`]) {
      const answer = await rig.admin.ask('POST /api/groups', { data: { name: 'A', mentor } });
      expect([answer.status, pointersOf(answer)]).toEqual([422, ['/data/mentor']]);
    }
    for (const role of ['mentor', 'supervisor', 'admin']) {
      const mentor = await rig.actor(role);
      expect(await rig.group({ mentor: mentor.documentId })).toMatchObject({ mentor: { role } });
    }
  });

  it.each([
    ['M-01', { id: 1 }, '/data/id'],
    ['M-01', { documentId: 'x' }, '/data/documentId'],
    ['M-01', { createdBy: 1 }, '/data/createdBy'],
    ['M-01', { publishedAt: '2020-01-01' }, '/data/publishedAt'],
    ['M-02', { mentor: { connect: [1] } }, '/data/mentor'],
    ['M-02', { mentor: { set: [] } }, '/data/mentor'],
    ['M-03', { memberships: [{ user: 1 }] }, '/data/memberships'],
    ['M-03', { milestones: [{ title: 'x' }] }, '/data/milestones'],
    ['M-03', { tasks: { create: [{ title: 'x' }] } }, '/data/tasks'],
    ['M-07', { name: null }, '/data/name'],
    ['M-07', { code: null }, '/data/code'],
    ['', { name: '' }, '/data/name'],
    ['', { name: 'a\nb' }, '/data/name'],
    ['', { name: 'x'.repeat(121) }, '/data/name'],
    ['', { code: 'a b' }, '/data/code'],
    ['', { code: 'x'.repeat(21) }, '/data/code'],
    ['', { description: 'a\u0000' }, '/data/description'],
    ['', { unheard: 1 }, '/data/unheard'],
  ])('%s refuses %j at %s, made or changed', async (_case, data, pointer) => {
    const group = await rig.group();
    const before = totalOf(await rig.admin.ask('GET /api/groups'));
    const made = await rig.admin.ask('POST /api/groups', { data: { name: 'A', ...data } });
    expect([made.status, pointersOf(made)]).toEqual([422, [pointer]]);
    const changed = await rig.admin.ask(`PUT /api/groups/${group.documentId}`, { data });
    expect([changed.status, pointersOf(changed)]).toEqual([422, [pointer]]);
    expect(totalOf(await rig.admin.ask('GET /api/groups'))).toBe(before);
  });

  it.each(['student', 'mentor', 'supervisor'])('is not for a %s', async (role) => {
    const actor = await rig.actor(role);
    const answer = await actor.ask('POST /api/groups', { data: { name: 'Mine' } });
    expect(outcomeOf(answer)).toEqual([403, 'forbidden']);
    const group = await rig.group();
    expect((await actor.ask(`DELETE /api/groups/${group.documentId}`)).status).toBe(403);
  });
});

describe('PUT /api/groups/:id', () => {
  it('lets an administrator change everything, each by itself', async () => {
    const group = await rig.group({ track: 'Diving', mentor: rig.admin.documentId });
    const put = (data: object) => rig.admin.ask(`PUT /api/groups/${group.documentId}`, { data });
    expect((await put({ name: 'Seals' })).data).toMatchObject({
      name: 'Seals',
      track: 'Diving',
      code: group.code,
      mentor: { id: rig.admin.documentId },
    });
    expect((await put({ code: 'new-1', mentor: null, track: null })).data).toMatchObject({
      name: 'Seals',
      track: null,
      code: 'NEW-1',
      mentor: null,
    });
  });

  it('lets those who look after a group change its name, track and description only', async () => {
    const mentor = await rig.actor('mentor');
    const supervisor = await rig.actor('supervisor');
    const group = await rig.group({ mentor: mentor.documentId });
    await rig.join(group, supervisor);
    for (const actor of [mentor, supervisor]) {
      const put = (data: object) => actor.ask(`PUT /api/groups/${group.code}`, { data });
      expect((await put({ name: 'Seals', track: 'Labs', description: 'New' })).status).toBe(200);
      expect(outcomeOf(await put({ code: 'MINE-1' }))).toEqual([403, 'forbidden']);
      expect(outcomeOf(await put({ mentor: actor.documentId }))).toEqual([403, 'forbidden']);
    }
    const { data } = await rig.admin.ask(`GET /api/groups/${group.code}`);
    expect(data).toMatchObject({ code: group.code, mentor: { id: mentor.documentId } });
  });

  it('is 403 for who sees the group and does not look after it, 404 for who does not see it', async () => {
    const group = await rig.group();
    const mentor = await rig.actor('mentor');
    const put = (path: string) => mentor.ask(`PUT /api/groups/${path}`, { data: { name: 'X' } });
    expect(outcomeOf(await put(group.documentId))).toEqual([404, 'not-found']);
    expect(outcomeOf(await put(group.code))).toEqual([404, 'not-found']);
    await rig.join(group, mentor);
    expect(outcomeOf(await put(group.documentId))).toEqual([403, 'forbidden']);
  });

  it('ends with the role: who is no mentor any more changes nothing', async () => {
    const mentor = await rig.actor('mentor');
    const group = await rig.group({ mentor: mentor.documentId });
    const student = await rig.app.db('up_roles').where('type', 'student').first<{ id: number }>();
    await rig.app
      .db('up_users_role_lnk')
      .where('user_id', mentor.userId)
      .update({ role_id: student.id });
    const put = await mentor.ask(`PUT /api/groups/${group.code}`, { data: { name: 'X' } });
    expect(put.status).toBe(403);
  });

  it('M-08: of two changes that read the same version one is made', async () => {
    const group = await rig.group();
    const read = await rig.admin.ask(`GET /api/groups/${group.documentId}`);
    const conditional = { 'if-match': read.headers.get('etag') ?? '' };
    const change = (name: string) =>
      rig.admin.ask(`PUT /api/groups/${group.code}`, { data: { name } }, conditional);
    const answers = await Promise.all([change('Seals'), change('Whales')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
  });
});
