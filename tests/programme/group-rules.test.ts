import { useGroups } from '../support/groups-rig';
import { signInToPanel, type PanelAccount } from '../support/panel';

const rig = useGroups();

let panel: PanelAccount;
beforeAll(async () => {
  panel = await signInToPanel(rig.app, 'strapi-super-admin');
});

interface Saved {
  data?: { documentId: string };
  error?: { message: string; details: { errors?: { path: string[] }[] } };
}

const typeOf = (kind: string) => `/content-manager/collection-types/api::${kind}.${kind}`;

async function save(kind: string, body: object, documentId?: string) {
  const path = documentId ? `${typeOf(kind)}/${documentId}` : typeOf(kind);
  const answer = await panel.ask(path, { method: documentId ? 'PUT' : 'POST', body });
  const saved = (await answer.json()) as Saved;
  const fields = saved.error?.details.errors?.map(({ path: field }) => field.join('.'));
  return { status: answer.status, fields, documentId: saved.data?.documentId ?? '' };
}

/** As the form of the panel writes a relation. */
async function link(table: string, { documentId }: { documentId: string }) {
  const row = await rig.app.db(table).where('document_id', documentId).first<{ id: number }>('id');
  return { connect: [{ id: row.id, documentId }], disconnect: [] };
}
const untouched = { connect: [], disconnect: [] };

it.each(['milestone', 'task'])('keeps an editor to a %s with a group', async (kind) => {
  const body = { title: 'Dive', priority: 'medium', order: 0 };
  expect(await save(kind, { ...body, group: untouched })).toMatchObject({
    status: 400,
    fields: ['group'],
  });
  const group = await rig.group();
  const made = await save(kind, { ...body, group: await link('groups', group) });
  expect(made.status).toBe(201);
  const { connect } = await link('groups', group);
  expect(
    await save(kind, { ...body, group: { connect: [], disconnect: connect } }, made.documentId),
  ).toMatchObject({ status: 400, fields: ['group'] });
  expect(await save(kind, { ...body, group: untouched }, made.documentId)).toMatchObject({
    status: 200,
  });
});

it('gives a task the group of its milestone, and no milestone of another', async () => {
  const group = await rig.group();
  const milestone = await rig.milestone({ group: group.code });
  const body = { title: 'Wash', priority: 'low', order: 0 };
  const made = await save('task', {
    ...body,
    group: untouched,
    milestone: await link('milestones', milestone),
  });
  const { data } = await rig.admin.ask(`GET /api/tasks/${made.documentId}?populate=group`);
  expect(data['group']).toMatchObject({ code: group.code });
  const foreign = await rig.milestone({ group: (await rig.group()).code });
  const other = await link('milestones', foreign);
  expect(await save('task', { ...body, milestone: other }, made.documentId)).toMatchObject({
    status: 400,
    fields: ['milestone'],
  });
});

it('lets no milestone leave its tasks behind', async () => {
  const group = await rig.group();
  const milestone = await rig.milestone({ group: group.code });
  await rig.task({ milestone: milestone.documentId });
  const away = await link('groups', await rig.group());
  const body = { title: 'Dive', priority: 'low', order: 0, group: away };
  expect(await save('milestone', body, milestone.documentId)).toMatchObject({
    status: 400,
    fields: ['group'],
  });
});

it('has what belongs to a group changed at itself, not at the group', async () => {
  const group = await rig.group();
  const task = await rig.task({ group: (await rig.group()).code });
  const body = { name: 'Otters', tasks: await link('tasks', task) };
  expect(await save('group', body, group.documentId)).toMatchObject({
    status: 400,
    fields: ['tasks'],
  });
  const form = { name: 'Seals', memberships: untouched, milestones: untouched, tasks: untouched };
  expect(await save('group', form, group.documentId)).toMatchObject({ status: 200 });
});

it('keeps a membership to a group and a person, once', async () => {
  const group = await rig.group();
  const groupLink = await link('groups', group);
  const user = await link('up_users', rig.admin);
  const saved = (body: object) => save('group-membership', body);
  expect(await saved({ group: groupLink })).toMatchObject({ status: 400, fields: ['user'] });
  expect(await saved({ user })).toMatchObject({ status: 400, fields: ['group'] });
  const made = await saved({ group: groupLink, user });
  expect(made.status).toBe(201);
  expect(await saved({ group: groupLink, user })).toMatchObject({ status: 400, fields: ['user'] });
  const { data } = await rig.admin.ask(`GET /api/groups/${group.code}`);
  expect(data['members']).toMatchObject([{ id: rig.admin.documentId }]);
});

it('tells an editor at the field that a code is taken', async () => {
  const group = await rig.group();
  expect(await save('group', { name: 'Seals', code: group.code })).toMatchObject({
    status: 400,
    fields: ['code'],
  });
});
