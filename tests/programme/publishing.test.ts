import type { UID } from '@strapi/strapi';
import { startApp, type TestApp } from '../support/app';
import { inDays, makeSignedIn, type SignedIn } from '../support/events';
import { until } from '../support/launcher-process';
import { ask } from '../support/sign-in-rig';

let app: TestApp;
let admin: SignedIn;
beforeAll(async () => {
  app = await startApp();
  admin = await makeSignedIn(app, { role: 'admin' });
});
afterAll(() => app.stop());

interface Told {
  uid: string;
}

it.each<[UID.ContentType, string, object]>([
  [
    'api::event.event',
    'events',
    { startsAt: inDays(3).toISOString(), endsAt: inDays(4).toISOString() },
  ],
  ['api::resource.resource', 'resources', { resourceType: 'link', url: 'https://tides.example' }],
  ['api::announcement.announcement', 'announcements', { content: 'Low tide at six.' }],
])('publishes a document of %s once when three do so at once', async (uid, path, more) => {
  const body = { data: { title: 'Tides', audience: ['public'], ...more } };
  const { headers } = admin;
  const made = await ask(app, `/${path}?status=draft`, { method: 'POST', headers, body });
  expect(made.status).toBe(201);
  const { documentId } = made.body.data as { documentId: string };
  let told = 0;
  app.strapi.eventHub.on('entry.publish', (entry: Told) => {
    if (entry.uid === uid) told += 1;
    return Promise.resolve();
  });
  const publish = () => app.strapi.documents(uid as 'api::event.event').publish({ documentId });
  await Promise.all([publish(), publish(), publish()]);
  // Strapi reads what it tells others of after it has answered.
  await until('three publications were told', () => told === 3);
  const { tableName } = app.strapi.db.metadata.get(uid);
  expect(await app.db(tableName).where('document_id', documentId)).toHaveLength(2);
});
