import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FileKeepers } from '../../src/plugins/files/contract/keepers';
import type { JobQueue } from '../../src/plugins/jobs/contract/queue';
import { startApp, type TestApp } from '../support/app';
import { asProgram, makePerson, signIn, type TestPerson } from '../support/people';
import { fileCounts, letHoursPass, sweep, upload, useUploadFolder } from '../support/uploads';

process.env.UPLOAD_ORPHAN_HOURS = '24';
const folder = useUploadFolder();

let app: TestApp;
let person: TestPerson;
let headers: Record<string, string>;
beforeAll(async () => {
  app = await startApp();
  person = await makePerson(app);
  headers = asProgram(await signIn(app, person));
});
afterEach(async () => {
  await app.db.raw('delete from files');
  await sweep(app);
});
afterAll(async () => {
  await app.stop();
  folder.remove();
});

async function add(name = 'a.txt'): Promise<{ id: number; hash: string }> {
  const { shown } = await upload(app, headers, [{ name, content: 'whales' }]);
  const row = await app
    .db<{ id: number; hash: string; document_id: string }>('files')
    .where('document_id', shown[0]?.id ?? '')
    .first('id', 'hash');
  if (!row) throw new Error('The upload has no file');
  return row;
}

const attach = (fileId: number, relatedId: number, type = 'api::profile.profile') =>
  app.db('files_related_mph').insert({
    file_id: fileId,
    related_id: relatedId,
    related_type: type,
    field: 'avatar',
  });

async function profileId(): Promise<number> {
  const rows = await app
    .db('profiles')
    .insert({ document_id: Math.random().toString(36).slice(2) })
    .returning<{ id: number }[]>('id');
  return rows[0]?.id ?? 0;
}

it('deletes uploads that nothing uses after a while, and not before', async () => {
  await add();
  await letHoursPass(app, 23);
  expect(await sweep(app)).toEqual({ files: 0, objects: 0 });
  await letHoursPass(app, 2);
  await add('young.txt');
  expect(await sweep(app)).toEqual({ files: 1, objects: 1 });
  expect(await fileCounts(app)).toEqual({ files: 1, uploads: 1 });
  expect(folder.objects()).toHaveLength(1);
});

it('leaves alone what an entry shows, and what came by the panel', async () => {
  const { id } = await add();
  await attach(id, await profileId());
  await app
    .db('files')
    .insert({ name: 'panel.png', hash: 'panel', ext: '.png', provider: 'local' });
  await letHoursPass(app, 1000);
  expect(await sweep(app)).toEqual({ files: 0, objects: 0 });
  expect(await fileCounts(app)).toEqual({ files: 2, uploads: 1 });
});

it('lets go of files whose entry was deleted by SQL', async () => {
  const { id } = await add();
  const profile = await profileId();
  await attach(id, profile);
  await letHoursPass(app, 1000);
  await app.db('profiles').where({ id: profile }).delete();
  expect(await sweep(app)).toEqual({ files: 1, objects: 1 });
});

it('asks others who use files', async () => {
  const { id } = await add();
  await app.db.raw(
    'create table test_attachments (file_id integer references files (id) on delete cascade)',
  );
  app.strapi
    .plugin('files')
    .service<FileKeepers>('keepers')
    .register({
      name: 'tests',
      uses: (fileId) => `exists (select 1 from test_attachments where file_id = ${fileId})`,
    });
  await app.db('test_attachments').insert({ file_id: id });
  await letHoursPass(app, 1000);
  expect((await sweep(app)).files).toBe(0);
  await app.db('test_attachments').delete();
  expect((await sweep(app)).files).toBe(1);
});

it('U-12: deletes objects whose file never came, once no put can be under way', async () => {
  const hash = 'f'.repeat(32);
  writeFileSync(path.join(folder.path, `${hash}.txt`), 'left');
  await app.db('files_uploads').insert({
    hash,
    ext: '.txt',
    provider: 'local',
    user_id: person.userId,
    bytes: 4,
  });
  expect(await sweep(app)).toEqual({ files: 0, objects: 0 });
  await letHoursPass(app, 2);
  expect(await sweep(app)).toEqual({ files: 0, objects: 1 });
  expect([folder.objects(), await fileCounts(app)]).toEqual([[], { files: 0, uploads: 0 }]);
});

it('U-12: leaves no object when the database fails behind the put', async () => {
  await app.db.raw("alter table files add constraint test_fails check (name <> 'fails.txt')");
  try {
    const { status } = await upload(app, headers, [{ name: 'fails.txt', content: 'whales' }]);
    expect(status).toBeGreaterThanOrEqual(400);
  } finally {
    await app.db.raw('alter table files drop constraint test_fails');
  }
  expect([folder.objects(), (await fileCounts(app)).files]).toEqual([[], 0]);
  await letHoursPass(app, 1);
  await sweep(app);
  expect((await fileCounts(app)).uploads).toBe(0);
});

it('keeps what a person uploaded and others are shown, when the person leaves', async () => {
  const other = await makePerson(app);
  const theirs = asProgram(await signIn(app, other));
  const { shown } = await upload(app, theirs, [{ name: 'a.txt', content: 'whales' }]);
  const file = await app.db('files').where('document_id', shown[0]?.id).first<{ id: number }>('id');
  await attach(file.id, await profileId());
  await app.strapi.db
    .query('plugin::users-permissions.user')
    .delete({ where: { id: other.userId } });
  await letHoursPass(app, 1000);
  expect((await sweep(app)).files).toBe(0);
});

it('finds work for two servers at once, and does none of it twice', async () => {
  await Promise.all(Array.from({ length: 20 }, (_, index) => add(`${index}.txt`)));
  await letHoursPass(app, 1000);
  const [one, other] = await Promise.all([sweep(app), sweep(app)]);
  expect(one.files + other.files).toBe(20);
  await sweep(app);
  expect([folder.objects(), await fileCounts(app)]).toEqual([[], { files: 0, uploads: 0 }]);
});

it('is a job that the queue runs', async () => {
  await add();
  await letHoursPass(app, 1000);
  const queue = app.strapi.plugin('jobs').service<JobQueue>('queue');
  await app.db.transaction((trx) => queue.send(trx, 'files.sweep-orphans', {}));
  while ((await fileCounts(app)).uploads > 0) await sleep(200);
  expect(folder.objects()).toEqual([]);
});
