import { useGroups, type Shown } from '../support/groups-rig';
import { makePerson, type TestPerson } from '../support/people';
import { signInToPanel } from '../support/panel';

const rig = useGroups();

const TABLES = [
  'groups',
  'group_memberships',
  'group_memberships_group_lnk',
  'group_memberships_user_lnk',
  'groups_mentor_lnk',
  'milestones',
  'milestones_group_lnk',
  'milestones_assignee_lnk',
  'tasks',
  'tasks_group_lnk',
  'tasks_milestone_lnk',
  'tasks_assignee_lnk',
  'tasks_completed_by_lnk',
];

async function countRows(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of TABLES) {
    const { count } = await rig.app.db(table).count('id').first<{ count: string }>();
    counts[table] = Number(count);
  }
  return counts;
}

interface Furnished {
  group: Shown & { code: string };
  person: TestPerson;
  milestone: Shown;
  task: Shown;
}

/** A group of everything: somebody who is its mentor and a member, and has its work. */
async function furnish(): Promise<Furnished> {
  const person = await makePerson(rig.app, { role: 'mentor' });
  const group = await rig.group({ mentor: person.documentId });
  await rig.join(group, person);
  const assignee = person.documentId;
  const milestone = await rig.milestone({ group: group.code, assignee });
  const task = await rig.task({ milestone: milestone.documentId, assignee });
  await rig.task({ group: group.code });
  await rig.app.db.raw(
    `with done as (
       update tasks set completed_at = now() where document_id = :task returning id
     )
     insert into tasks_completed_by_lnk (task_id, user_id) select id, :userId from done`,
    { task: task.documentId, userId: person.userId },
  );
  return { group, person, milestone, task };
}

describe.each<[string, (group: Shown) => Promise<unknown>]>([
  ['the API', ({ documentId }) => rig.admin.ask(`DELETE /api/groups/${documentId}`)],
  [
    'the documents of Strapi',
    ({ documentId }) => rig.app.strapi.documents('api::group.group').delete({ documentId }),
  ],
  [
    'the panel',
    async ({ documentId }) => {
      const panel = await signInToPanel(rig.app);
      const types = '/content-manager/collection-types/api::group.group';
      const { status } = await panel.ask(`${types}/${documentId}`, { method: 'DELETE' });
      expect(status).toBe(200);
    },
  ],
  ['SQL', ({ documentId }) => rig.app.db('groups').where('document_id', documentId).delete()],
])('a group that is deleted by %s', (_by, remove) => {
  it('takes its memberships, milestones and tasks, and nobody else’s', async () => {
    await furnish();
    const before = await countRows();
    const { group, person } = await furnish();
    await remove(group);
    expect(await countRows()).toEqual(before);
    expect(await rig.app.db('up_users').where('id', person.userId)).toHaveLength(1);
  });
});

describe.each<[string, (person: TestPerson) => Promise<unknown>]>([
  [
    'Strapi',
    ({ userId }) =>
      rig.app.strapi.db.query('plugin::users-permissions.user').delete({ where: { id: userId } }),
  ],
  ['SQL', ({ userId }) => rig.app.db('up_users').where('id', userId).delete()],
])('a person who is deleted by %s', (_by, remove) => {
  it('takes memberships, and leaves group and work without mentor and assignee', async () => {
    const { group, person, milestone, task } = await furnish();
    const memberships = () =>
      rig.app.db('group_memberships').where('group_document_id', group.documentId);
    expect(await memberships()).toHaveLength(1);
    await remove(person);
    expect(await memberships()).toEqual([]);
    const show = (path: string) => rig.admin.ask(`GET /api/${path}`);
    expect((await show(`groups/${group.code}`)).data).toMatchObject({ mentor: null, members: [] });
    const shown = await show(`milestones/${milestone.documentId}`);
    expect(shown.data).toMatchObject({ assignee: null, progress: { completed: 1 } });
    expect((await show(`tasks/${task.documentId}`)).data).toMatchObject({
      assignee: null,
      completedBy: null,
      isCompleted: true,
    });
  });
});

it('leaves nothing behind when a group is deleted while work is added to it', async () => {
  const group = await rig.group();
  const answers = await Promise.all([
    ...Array.from({ length: 5 }, () =>
      rig.admin.ask('POST /api/tasks', { data: { title: 'Wash', group: group.code } }),
    ),
    rig.admin.ask(`DELETE /api/groups/${group.code}`),
    ...Array.from({ length: 5 }, () =>
      rig.admin.ask('POST /api/milestones', { data: { title: 'Dive', group: group.code } }),
    ),
  ]);
  for (const { status } of answers) expect([201, 204, 404]).toContain(status);
  const { rows } = await rig.app.db.raw<{ rows: unknown[] }>(
    `select id from tasks where id not in (select task_id from tasks_group_lnk)
     union all
     select id from milestones where id not in (select milestone_id from milestones_group_lnk)`,
  );
  expect(rows).toEqual([]);
});
