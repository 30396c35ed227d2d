import type { SecurityEventsService } from '../../src/plugins/accounts/server/services/security-events';
import { startApp, type TestApp } from '../support/app';
import { signInToPanel, type PanelAccount } from '../support/panel';

const TYPE = 'plugin::accounts.security-event';
const LIST = `/content-manager/collection-types/${TYPE}`;
const ORIGIN = {
  address: '192.0.2.7',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
  transport: 'cookie',
  requestId: '7a1c0f52-5b8e-4d55-9a33-0e3f6a0a5c11',
} as const;

let app: TestApp;
let panel: PanelAccount;
let events: SecurityEventsService;

const rows = () => app.db('accounts_security_events').orderBy('id');
const record = (details?: Record<string, string>) =>
  events.record(app.db, {
    type: 'account-suspended',
    actor: { kind: 'panel', id: '4' },
    targetId: 'a1b2c3',
    origin: ORIGIN,
    details,
  });
/** Moves an event into the past, as only the owner of the table can: without its trigger. */
async function age(documentId: string, days: number): Promise<void> {
  await app.db.transaction(async (trx) => {
    await trx.raw('alter table accounts_security_events disable trigger user');
    await trx.raw(
      `update accounts_security_events set created_at = created_at - make_interval(days => :days)
        where document_id = :documentId`,
      { days, documentId },
    );
    await trx.raw('alter table accounts_security_events enable trigger user');
  });
}

beforeAll(async () => {
  app = await startApp();
  events = app.strapi.plugin('accounts').service<SecurityEventsService>('securityEvents');
  panel = await signInToPanel(app);
});
afterAll(() => app.stop());

it('keeps who did what to whom, from where, and no address or browser header', async () => {
  await record({ reason: 'shares a password with mia@reef.example' });
  const [row] = (await rows()) as { details: string }[];
  expect(row).toMatchObject({
    type: 'account-suspended',
    actor_kind: 'panel',
    actor_id: '4',
    target_id: 'a1b2c3',
    address: '192.0.2.7',
    device: 'Firefox on Linux',
    request_id: ORIGIN.requestId,
  });
  // Strapi has its driver hand JSON over as text.
  expect(JSON.parse(row?.details ?? '')).toEqual({ reason: 'shares a password with (address)' });
});

it('stands if and only if the transaction of its change does', async () => {
  const before = (await rows()).length;
  await app.db
    .transaction(async (trx) => {
      await events.record(trx, {
        type: 'role-changed',
        actor: { kind: 'system', id: null },
        targetId: 'a1b2c3',
        origin: null,
      });
      throw new Error('undone');
    })
    .catch(() => undefined);
  expect(await rows()).toHaveLength(before);
});

it.each([
  ['changed', `update accounts_security_events set actor_id = '9'`],
  ['deleted', 'delete from accounts_security_events'],
  ['emptied', 'truncate accounts_security_events'],
])('cannot be %s in the database', async (_, statement) => {
  await expect(app.db.raw(statement)).rejects.toThrow('append-only');
  expect((await rows()).length).toBeGreaterThan(0);
});

it('lets go of what is older than the retention and of nothing else', async () => {
  await record({ reason: 'old' });
  const old = (await rows()).at(-1) as { document_id: string };
  await age(old.document_id, 31);
  const before = (await rows()).length;
  expect(await events.deleteOlderThan(app.db, 30)).toBe(1);
  expect(await rows()).toHaveLength(before - 1);
  expect(await events.deleteOlderThan(app.db, 30)).toBe(0);
  await expect(app.db.raw('delete from accounts_security_events')).rejects.toThrow('append-only');
});

it('is a list in the panel, newest first', async () => {
  await record({ reason: 'newest' });
  const { data } = (await (
    await panel.ask(`/content-manager/content-types/${TYPE}/configuration`)
  ).json()) as { data: { contentType: { settings: object; layouts: { list: string[] } } } };
  expect(data.contentType.settings).toMatchObject({
    mainField: 'type',
    defaultSortBy: 'createdAt',
    defaultSortOrder: 'DESC',
  });
  expect(data.contentType.layouts.list.slice(0, 3)).toEqual(['createdAt', 'type', 'actorKind']);
  const answer = await panel.ask(`${LIST}?sort=createdAt:DESC`);
  expect(answer.status).toBe(200);
  const { results } = (await answer.json()) as { results: { details: object }[] };
  expect(results[0]?.details).toEqual({ reason: 'newest' });
});

it('offers nobody a button to write one, and refuses who tries', async () => {
  const [row] = (await rows()) as { document_id: string }[];
  const answers = await Promise.all([
    panel.ask(LIST, { method: 'POST', body: { type: 'registered', actorKind: 'system' } }),
    panel.ask(`${LIST}/${row?.document_id}`, { method: 'PUT', body: { actorId: '1' } }),
    panel.ask(`${LIST}/${row?.document_id}`, { method: 'DELETE' }),
    panel.ask(`${LIST}/actions/bulkDelete`, {
      method: 'POST',
      body: { documentIds: [row?.document_id] },
    }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
  const granted = await app
    .db('admin_permissions')
    .where('subject', TYPE)
    .distinct<{ action: string }[]>('action');
  expect(granted).toEqual([{ action: 'plugin::content-manager.explorer.read' }]);
});

it('tells code that tries why it may not', async () => {
  const documents = app.strapi.documents(TYPE);
  await expect(documents.delete({ documentId: 'a1b2c3' })).rejects.toThrow(
    'Security events are kept as they were written.',
  );
});

it('has no address in the REST API', async () => {
  for (const path of ['/api/security-events', '/api/accounts/security-events']) {
    expect((await fetch(`${app.url}${path}`)).status).toBe(404);
  }
});
