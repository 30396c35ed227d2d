import { randomBytes } from 'node:crypto';
import { on, type Case, type Sent } from './case';
import { makeStudent } from './work-routes';

const onPerson = (send: (id: string) => Sent): Case[] => [
  on('oneself', (_world, { person }) => Promise.resolve(send(person?.documentId ?? 'nobody'))),
  on('another', async (world) => send(await makeStudent(world))),
];

const exchangeOf = (plural: string, header: string): Record<string, Case[]> => ({
  [`GET /api/admin/${plural}/export.csv`]: [
    on('all', () => Promise.resolve({ path: `/api/admin/${plural}/export.csv` })),
  ],
  [`POST /api/admin/${plural}/import`]: [
    on('dry run', () =>
      Promise.resolve({
        path: `/api/admin/${plural}/import?dryRun=true`,
        raw: { type: 'text/csv', text: `${header}\r\n` },
      }),
    ),
  ],
});

/** What administrators have. */
export const CONSOLE_ROUTES: Record<string, Case[]> = {
  'GET /api/admin/users': [on('all', () => Promise.resolve({ path: '/api/admin/users?limit=1' }))],
  'GET /api/admin/users/:id': onPerson((id) => ({ path: `/api/admin/users/${id}` })),
  'POST /api/admin/users': [
    on('new', () =>
      Promise.resolve({
        path: '/api/admin/users',
        body: { email: `${randomBytes(6).toString('hex')}@example.org` },
      }),
    ),
  ],
  'PATCH /api/admin/users/:id': onPerson((id) => ({
    path: `/api/admin/users/${id}`,
    body: { track: 'changed' },
  })),
  'DELETE /api/admin/users/:id': onPerson((id) => ({ path: `/api/admin/users/${id}` })),
  'GET /api/admin/users/stats': [
    on('all', () => Promise.resolve({ path: '/api/admin/users/stats' })),
  ],
  'GET /api/admin/users/filters': [
    on('all', () => Promise.resolve({ path: '/api/admin/users/filters' })),
  ],
  'GET /api/admin/stats': [on('all', () => Promise.resolve({ path: '/api/admin/stats' }))],
  ...exchangeOf('users', 'email'),
  ...exchangeOf('groups', 'code,name'),
  ...exchangeOf('events', 'title,startsAt'),
  ...exchangeOf('resources', 'title'),
};
