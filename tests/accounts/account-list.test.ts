import type { AccountListAnswer } from '../../src/plugins/accounts/contract/account-admin';
import { startApp, type TestApp } from '../support/app';
import { makePanelRole, signInToPanel, type PanelAccount } from '../support/panel';
import { asProgram, makePerson, signIn } from '../support/people';

const USERS = '/accounts/users';

let app: TestApp;
let panel: PanelAccount;

beforeAll(async () => {
  app = await startApp();
  panel = await signInToPanel(app);
});
afterAll(() => app.stop());

const list = async (query: string) => {
  const answer = await panel.ask(`${USERS}?${query}`);
  expect(answer.status).toBe(200);
  return (await answer.json()) as AccountListAnswer;
};

describe('the list', () => {
  it('finds people by a part of their address or name, whatever its case', async () => {
    await makePerson(app, { email: 'anna.kelp@reef.example', username: 'Annakelp' });
    expect((await list('search=ANNA.KELP')).data).toMatchObject([
      {
        username: 'Annakelp',
        email: 'anna.kelp@reef.example',
        status: 'active',
        role: { type: 'student', name: 'Student' },
        liveSessions: 0,
      },
    ]);
    expect((await list('search=nakel')).meta.total).toBe(1);
  });

  it('takes what was typed for itself', async () => {
    expect((await list('search=%25')).meta.total).toBe(0);
    expect((await list('search=a_na')).meta.total).toBe(0);
  });

  it('filters by status and comes in pages, newest first', async () => {
    const made: string[] = [];
    for (const name of ['first', 'second', 'third']) {
      made.unshift(
        (await makePerson(app, { username: `page-${name}`, status: 'pending' })).documentId,
      );
    }
    const first = await list('search=page-&status=pending&pageSize=2');
    const second = await list('search=page-&status=pending&pageSize=2&page=2');
    expect([...first.data, ...second.data].map(({ id }) => id)).toEqual(made);
    expect(first.meta).toEqual({ page: 1, pageSize: 2, total: 3, pageCount: 2 });
    expect((await list('search=page-&status=active')).meta.total).toBe(0);
  });

  it('asks the database as often for a hundred accounts as for one', async () => {
    const statements: string[] = [];
    const count = ({ sql }: { sql: string }) => statements.push(sql);
    const ask = async () => {
      statements.length = 0;
      app.db.on('query', count);
      await list('pageSize=100');
      app.db.off('query', count);
      return statements.filter((sql) => /up_users as account/.test(sql)).length;
    };
    const before = await ask();
    for (let made = 0; made < 20; made += 1) await makePerson(app);
    expect(await ask()).toBe(before);
    expect(before).toBe(2);
  });

  it.each(['page=0', 'pageSize=101', 'status=gone', 'sort=password', 'page=x'])(
    'refuses %s in the shape that the panel reads',
    async (query) => {
      const answer = await panel.ask(`${USERS}?${query}`);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ data: null, error: { name: 'ValidationError' } });
    },
  );
});

describe('who may', () => {
  const withRole = async (code: string, actions: string[]) => {
    await makePanelRole(app, { code }, actions);
    return signInToPanel(app, code);
  };

  it('see them may not change them', async () => {
    const reader = await withRole('reader', ['plugin::accounts.accounts.read']);
    const { documentId } = await makePerson(app);
    expect((await reader.ask(USERS)).status).toBe(200);
    expect((await reader.ask(`${USERS}/${documentId}`)).status).toBe(200);
    const refused = await Promise.all([
      reader.ask(`${USERS}/${documentId}`, { method: 'PUT', body: { role: 'admin' } }),
      ...['suspend', 'reinstate', 'resend'].map((action) =>
        reader.ask(`${USERS}/${documentId}/${action}`, { method: 'POST', body: { reason: 'x' } }),
      ),
      reader.ask(`${USERS}/${documentId}/sessions`, { method: 'DELETE' }),
    ]);
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
  });

  it('is nobody who is not signed in to the panel, people with an account neither', async () => {
    const person = asProgram(await signIn(app, await makePerson(app, { role: 'admin' })));
    expect((await fetch(`${app.url}${USERS}`)).status).toBe(401);
    expect((await fetch(`${app.url}${USERS}`, { headers: person })).status).toBe(401);
    expect((await fetch(`${app.url}/api${USERS}`, { headers: person })).status).toBe(404);
  });
});
