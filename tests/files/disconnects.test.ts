import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { startApp, type TestApp } from '../support/app';
import { asProgram, makePerson, signIn } from '../support/people';
import { fileCounts, temporaryFolders, upload, useUploadFolder } from '../support/uploads';

const folder = useUploadFolder();
const CLIENTS = 100;

let app: TestApp;
let headers: Record<string, string>;
beforeAll(async () => {
  app = await startApp();
  headers = asProgram(await signIn(app, await makePerson(app)));
});
afterAll(async () => {
  await app.stop();
  folder.remove();
});

/** Sends the beginning of a large file and leaves. */
async function beginAndLeave(how: 'end' | 'reset'): Promise<void> {
  const { hostname, port } = new URL(app.url);
  const socket = net.connect(Number(port), hostname);
  socket.on('error', () => undefined);
  const head = [
    'POST /api/uploads HTTP/1.1',
    'Host: shoal',
    `Authorization: ${headers['authorization']}`,
    'Content-Type: multipart/form-data; boundary=kelp',
    'Content-Length: 5000000',
    '',
    '--kelp',
    'Content-Disposition: form-data; name="files"; filename="a.txt"',
    '',
    'x'.repeat(100_000),
  ];
  await new Promise<void>((resolve) => socket.write(head.join('\r\n'), () => resolve()));
  // Some leave before the server has looked, some while it reads.
  await sleep(Math.random() * 200);
  if (how === 'end') socket.end();
  else socket.resetAndDestroy();
}

const until = async (holds: () => Promise<boolean> | boolean): Promise<void> => {
  for (const limit = Date.now() + 60_000; !(await holds()) && Date.now() < limit; )
    await sleep(100);
};

it('U-11: a hundred clients that leave in the middle leave nothing behind', async () => {
  const ways = Array.from({ length: CLIENTS }, (_, index): 'end' | 'reset' =>
    index % 2 ? 'end' : 'reset',
  );
  await Promise.all(ways.map(beginAndLeave));
  await until(() => temporaryFolders().length === 0);
  expect(temporaryFolders()).toEqual([]);
  expect(folder.objects()).toEqual([]);
  expect(await fileCounts(app)).toEqual({ files: 0, uploads: 0 });
  const after = await upload(app, headers, [{ name: 'a.txt', content: 'whales' }]);
  expect(after.status).toBe(201);
});
