import { randomBytes, randomUUID } from 'node:crypto';
import { makePerson } from '../../support/people';
import { list, on, type Case, type Sent } from './case';
import { make, type Asker, type World } from './world';

/** Of a group: one's own, one's group's, another group's. */
const WORK_TARGETS = ['own', 'same-group', 'other-group'] as const;
const groupOf = (target: string, world: World) =>
  target === 'other-group' ? world.groupB : world.groupA;

async function makeWork(uid: string, target: string, world: World, asker: Asker): Promise<string> {
  const assignee = target === 'own' ? asker.person : world.mate;
  return make(world, uid, {
    title: 'made for one case',
    group: groupOf(target, world),
    ...(target !== 'other-group' && assignee && { assignee: assignee.userId }),
  });
}

const onWork = (uid: string, send: (id: string) => Omit<Sent, 'path'> & { path: string }): Case[] =>
  WORK_TARGETS.map((target) =>
    on(target, async (world, asker) => send(await makeWork(uid, target, world, asker))),
  );

const workOf = (name: 'milestone' | 'task', plural: string): Record<string, Case[]> => ({
  [`GET /api/${plural}`]: list(`/api/${plural}?populate=group&pagination[pageSize]=100`, 'group'),
  [`GET /api/${plural}/:id`]: onWork(`api::${name}.${name}`, (id) => ({
    path: `/api/${plural}/${id}`,
  })),
  [`POST /api/${plural}`]: ['same-group', 'other-group'].map((target) =>
    on(target, (world) =>
      Promise.resolve({
        path: `/api/${plural}`,
        body: { data: { title: 'new', group: groupOf(target, world) } },
      }),
    ),
  ),
  [`PUT /api/${plural}/:id`]: onWork(`api::${name}.${name}`, (id) => ({
    path: `/api/${plural}/${id}`,
    body: { data: { title: 'changed' } },
  })),
  [`DELETE /api/${plural}/:id`]: onWork(`api::${name}.${name}`, (id) => ({
    path: `/api/${plural}/${id}`,
  })),
});

const GROUP_TARGETS = ['own', 'other-group'];
const onGroup = (send: (id: string, world: World) => Promise<Sent> | Sent): Case[] =>
  GROUP_TARGETS.map((target) => on(target, async (world) => send(groupOf(target, world), world)));

async function makeMember(world: World, group: string): Promise<string> {
  const person = await makePerson(world.app);
  await make(world, 'api::group-membership.group-membership', { group, user: person.userId });
  return person.documentId;
}

export async function makeStudent(world: World): Promise<string> {
  return (await makePerson(world.app)).documentId;
}

/** Groups, their people, milestones and tasks. */
export const WORK_ROUTES: Record<string, Case[]> = {
  'GET /api/groups': list('/api/groups?sort=name', 'name'),
  'GET /api/groups/:id': onGroup((id) => ({ path: `/api/groups/${id}` })),
  'POST /api/groups': [
    on('new', () => {
      const code = `N-${randomBytes(4).toString('hex')}`;
      return Promise.resolve({ path: '/api/groups', body: { data: { name: 'New', code } } });
    }),
  ],
  'PUT /api/groups/:id': onGroup((id) => ({
    path: `/api/groups/${id}`,
    body: { data: { description: 'changed' } },
  })),
  'DELETE /api/groups/:id': [
    on('empty', async (world) => ({
      path: `/api/groups/${await make(world, 'api::group.group', { name: 'To go' })}`,
    })),
  ],
  'POST /api/groups/:id/members': onGroup(async (id, world) => ({
    path: `/api/groups/${id}/members`,
    body: { userId: await makeStudent(world) },
  })),
  'DELETE /api/groups/:id/members/:userId': onGroup(async (id, world) => ({
    path: `/api/groups/${id}/members/${await makeMember(world, id)}`,
  })),
  'GET /api/groups/:id/messages': onGroup((id) => ({ path: `/api/groups/${id}/messages` })),
  'POST /api/groups/:id/messages': onGroup((id) => ({
    path: `/api/groups/${id}/messages`,
    body: { clientId: randomUUID(), text: 'said' },
  })),
  ...workOf('milestone', 'milestones'),
  ...workOf('task', 'tasks'),
  'POST /api/tasks/:id/complete': onWork('api::task.task', (id) => ({
    path: `/api/tasks/${id}/complete`,
  })),
  'POST /api/tasks/:id/reopen': onWork('api::task.task', (id) => ({
    path: `/api/tasks/${id}/reopen`,
  })),
};
