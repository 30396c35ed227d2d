import { outcomeOf, pointersOf, useGroups } from '../support/groups-rig';
import { makePerson } from '../support/people';
import { signInToPanel } from '../support/panel';

const rig = useGroups();

const path = (group: { documentId: string }) => `/api/groups/${group.documentId}/members`;

it('adds a person and answers with the members afterwards', async () => {
  const group = await rig.group();
  const ada = await makePerson(rig.app, { username: 'ada' });
  const bob = await makePerson(rig.app, { username: 'Bob', role: 'supervisor' });
  await rig.admin.ask(`POST ${path(group)}`, { userId: bob.documentId });
  const answer = await rig.admin.ask(`POST /api/groups/${group.code.toLowerCase()}/members`, {
    userId: ada.documentId,
  });
  expect(answer.status).toBe(201);
  expect(JSON.parse(answer.text)).toEqual({
    data: [
      { id: ada.documentId, name: 'ada', role: 'student' },
      { id: bob.documentId, name: 'Bob', role: 'supervisor' },
    ],
  });
});

it('is 409 for who is a member already, and 422 for nobody', async () => {
  const group = await rig.group();
  const ada = await makePerson(rig.app);
  const add = (userId: string) => rig.admin.ask(`POST ${path(group)}`, { userId });
  expect((await add(ada.documentId)).status).toBe(201);
  expect(outcomeOf(await add(ada.documentId))).toEqual([409, 'already-member']);
  const unknown = await add('x'.repeat(24));
  expect([unknown.status, pointersOf(unknown)]).toEqual([422, ['/userId']]);
  const more = await rig.admin.ask(`POST ${path(group)}`, { userId: ada.documentId, role: 'x' });
  expect([more.status, pointersOf(more)]).toEqual([422, ['/role']]);
});

it('adds a person once, however many ask at once', async () => {
  const group = await rig.group();
  const { documentId: userId } = await makePerson(rig.app);
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => rig.admin.ask(`POST ${path(group)}`, { userId })),
  );
  const statuses = answers.map(({ status }) => status).sort();
  expect(statuses).toEqual([201, ...Array.from({ length: 19 }, () => 409)]);
  const { data } = await rig.admin.ask(`GET /api/groups/${group.documentId}`);
  expect(data['members']).toHaveLength(1);
});

it('removes a person once', async () => {
  const group = await rig.group();
  const ada = await rig.actor();
  await rig.join(group, ada);
  const remove = () => rig.admin.ask(`DELETE ${path(group)}/${ada.documentId}`);
  expect((await ada.ask(`GET /api/groups/${group.code}`)).status).toBe(200);
  expect((await remove()).status).toBe(204);
  expect(outcomeOf(await remove())).toEqual([404, 'not-found']);
  expect((await ada.ask(`GET /api/groups/${group.code}`)).status).toBe(404);
  expect(await rig.app.db('group_memberships').where('user_document_id', ada.documentId)).toEqual(
    [],
  );
});

it('lets those who look after a group decide about its students only', async () => {
  const mentor = await rig.actor('mentor');
  const supervisor = await rig.actor('supervisor');
  const group = await rig.group({ mentor: mentor.documentId });
  await rig.join(group, supervisor);
  const student = await makePerson(rig.app);
  const other = await makePerson(rig.app, { role: 'mentor' });
  for (const actor of [mentor, supervisor]) {
    const add = (userId: string) => actor.ask(`POST ${path(group)}`, { userId });
    expect((await add(student.documentId)).status).toBe(201);
    expect(outcomeOf(await add(other.documentId))).toEqual([403, 'forbidden']);
    const remove = (userId: string) => actor.ask(`DELETE ${path(group)}/${userId}`);
    expect((await remove(student.documentId)).status).toBe(204);
    expect(outcomeOf(await remove(supervisor.documentId))).toEqual([403, 'forbidden']);
  }
});

it('S-02: is 404 for the mentor of another group, and 403 for a student', async () => {
  const mentor = await rig.actor('mentor');
  await rig.group({ mentor: mentor.documentId });
  const group = await rig.group();
  const student = await rig.actor();
  await rig.join(group, student);
  const { documentId: userId } = await makePerson(rig.app);
  expect(outcomeOf(await mentor.ask(`POST ${path(group)}`, { userId }))).toEqual([
    404,
    'not-found',
  ]);
  const remove = await mentor.ask(`DELETE ${path(group)}/${student.documentId}`);
  expect(outcomeOf(remove)).toEqual([404, 'not-found']);
  const body = { userId: student.documentId };
  expect((await student.ask(`POST ${path(group)}`, body)).status).toBe(403);
  expect((await student.ask(`DELETE ${path(group)}/${student.documentId}`)).status).toBe(403);
});

it('shows the panel what it added, and keeps the panel to one membership as well', async () => {
  const panel = await signInToPanel(rig.app);
  const group = await rig.group();
  const ada = await makePerson(rig.app, { username: 'ada.panel' });
  await rig.join(group, ada);
  const types = '/content-manager/collection-types/api::group-membership.group-membership';
  const list = (await (await panel.ask(`${types}?_q=ada.panel`)).json()) as {
    results: { documentId: string; label: string }[];
  };
  expect(list.results).toMatchObject([{ label: `ada.panel (student) · ${group.code}` }]);
  const relations = `/content-manager/relations/api::group-membership.group-membership/${list.results[0]?.documentId}`;
  for (const [name, documentId] of [
    ['group', group.documentId],
    ['user', ada.documentId],
  ] as const) {
    const shown = (await (await panel.ask(`${relations}/${name}`)).json()) as {
      results: { documentId: string }[];
    };
    expect(shown.results).toMatchObject([{ documentId }]);
  }
  const link = (id: number) => ({ connect: [{ id }], disconnect: [] });
  const groupRow = await rig.app
    .db('groups')
    .where('document_id', group.documentId)
    .first<{ id: number }>('id');
  const body = { group: link(groupRow.id), user: link(ada.userId) };
  expect((await panel.ask(types, { method: 'POST', body })).status).toBe(400);
  expect(
    await rig.app.db('group_memberships').where('user_document_id', ada.documentId),
  ).toHaveLength(1);
});
