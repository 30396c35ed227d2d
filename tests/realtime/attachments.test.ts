import type { Sweeper } from '../../src/plugins/files/server/services/sweeper';
import { asProgram, signIn } from '../support/people';
import { codeOf, untilHeard, useRealtime } from '../support/realtime-rig';
import { onServer, upload, useUploadFolder } from '../support/uploads';

const folder = useUploadFolder();
const rig = useRealtime();
afterAll(() => folder.remove());

const notes = { name: 'notes.txt', content: 'Seen: two otters' };

it('shows members the files of a message, and takes own uploads only', async () => {
  const [one, other] = [await rig.actor(), await rig.actor()];
  const { room } = await rig.room(one, other);
  const headers = asProgram(await signIn(rig.app, one));
  const [file] = (await upload(rig.app, headers, [notes])).shown;
  const [mine, theirs] = [await rig.connectAs(one), await rig.connectAs(other)];
  await theirs.ask('chat:join', { room });
  const sent = { ...rig.message(room), attachments: [file?.id] };
  expect(await theirs.ask('chat:send', sent)).toMatchObject({
    problem: { errors: [{ pointer: '/attachments/0', code: 'unknown-file' }] },
  });
  expect(await mine.ask('chat:send', sent)).toMatchObject({
    data: { message: { attachments: [{ id: file?.id, name: 'notes.txt' }] } },
  });
  await untilHeard(theirs, 1);
  const [shown] = theirs.chat()[0]?.message?.attachments ?? [];
  const answer = await fetch(onServer(rig.app, shown?.url ?? ''));
  expect([answer.status, await answer.text()]).toEqual([200, notes.content]);
});

it('keeps a file while a message has it, and lets it go with the message', async () => {
  const one = await rig.actor();
  const { room } = await rig.room(one);
  const headers = asProgram(await signIn(rig.app, one));
  const [file] = (await upload(rig.app, headers, [notes])).shown;
  const { ask } = await rig.connectAs(one);
  const { data } = await ask('chat:send', { ...rig.message(room), attachments: [file?.id] });
  await rig.app.db('files_uploads').update({ created_at: new Date('2020-01-01') });
  const sweeper = rig.app.strapi.plugin('files').service<Sweeper>('sweeper');
  const isThere = async () =>
    (await rig.app.db('files').where('document_id', file?.id ?? '')).length === 1;
  await sweeper.sweep();
  expect(await isThere()).toBe(true);
  const { id: messageId } = data?.['message'] as { id: string };
  expect(codeOf(await ask('chat:delete', { messageId }))).toBeUndefined();
  await sweeper.sweep();
  expect(await isThere()).toBe(false);
});
