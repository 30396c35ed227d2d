import { startApp, type TestApp } from '../support/app';
import { asProgram, makePerson, signIn } from '../support/people';
import { fileCounts, onServer, upload, useUploadFolder, type SentFile } from '../support/uploads';

const folder = useUploadFolder();

let app: TestApp;
let headers: Record<string, string>;
beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  headers = asProgram(await signIn(app, await makePerson(app)));
});
afterAll(async () => {
  await app.stop();
  folder.remove();
});

const send = (...files: SentFile[]) => upload(app, headers, files);
const text = (name: string): SentFile => ({ name, content: 'whales' });

describe('DELETE /api/uploads/:id', () => {
  const remove = (id: string) =>
    fetch(`${app.url}/api/uploads/${id}`, { method: 'DELETE', headers });

  it('deletes the file and the object', async () => {
    const { shown } = await send(text('a.txt'));
    const before = { counts: await fileCounts(app), objects: folder.objects().length };
    expect((await remove(shown[0]?.id ?? '')).status).toBe(204);
    expect(await fileCounts(app)).toEqual({
      files: before.counts.files - 1,
      uploads: before.counts.uploads - 1,
    });
    expect(folder.objects()).toHaveLength(before.objects - 1);
    expect((await remove(shown[0]?.id ?? '')).status).toBe(404);
  });

  it('U-16: does not know uploads of others, nor what is none', async () => {
    const { shown } = await send(text('a.txt'));
    headers = asProgram(await signIn(app, await makePerson(app, { role: 'admin' })));
    for (const id of [shown[0]?.id ?? '', 'nonsense', 'Ä', '..%2f..', '1']) {
      expect((await remove(id)).status).toBe(404);
    }
    headers = {};
    expect((await remove(shown[0]?.id ?? '')).status).toBe(401);
    expect((await fetch(onServer(app, shown[0]?.url ?? ''))).status).toBe(200);
  });

  it('leaves alone what something shows', async () => {
    const { shown } = await send(text('a.txt'));
    const file = await app.db('files').where('document_id', shown[0]?.id).first('id');
    const place = { related_id: 1, related_type: 'api::event.event', field: 'cover' };
    await app.db('files_related_mph').insert({ file_id: file.id, ...place });
    const answer = await remove(shown[0]?.id ?? '');
    const body = (await answer.json()) as { code: string };
    expect([answer.status, body.code]).toEqual([409, 'file-in-use']);
    await app.db('files_related_mph').where({ file_id: file.id }).delete();
    expect((await remove(shown[0]?.id ?? '')).status).toBe(204);
  });
});
