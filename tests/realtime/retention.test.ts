import type { Retention } from '../../src/plugins/realtime/server/services/retention';
import { useRealtime } from '../support/realtime-rig';

const rig = useRealtime();

it('deletes what is older than it may be kept, and leaves no gap in what stays', async () => {
  const one = await rig.actor();
  const { room } = await rig.room(one);
  const { ask } = await rig.connectAs(one);
  const ids: string[] = [];
  for (let count = 0; count < 3; count += 1) {
    const { data } = await ask('chat:send', rig.message(room, `No. ${count}`));
    ids.push((data?.['message'] as { id: string }).id);
  }
  await ask('chat:edit', { messageId: ids[0], text: 'Edited later' });
  const old = new Date(Date.now() - 11 * 86_400_000);
  await rig.app.db('chat_messages').whereIn('id', ids.slice(0, 2)).update({ created_at: old });
  const retention = rig.app.strapi.plugin('realtime').service<Retention>('retention');
  const { signal } = new AbortController();
  expect(await retention.deleteOlderThan(10, signal)).toBe(2);
  expect(await retention.deleteOlderThan(10, signal)).toBe(0);
  expect(await ask('chat:join', { room, afterEventSeq: 1 })).toMatchObject({
    data: { reset: true, lastEventSeq: 4 },
  });
  expect(await ask('chat:join', { room, afterEventSeq: 2 })).toMatchObject({
    data: {
      events: [
        { eventSeq: 3, message: { text: 'No. 2' } },
        { eventSeq: 4, type: 'edit', message: null },
      ],
    },
  });
});
