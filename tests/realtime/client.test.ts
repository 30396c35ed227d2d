import { RealtimeProblem } from '../../src/plugins/realtime/client';
import type { ChatEvent } from '../../src/plugins/realtime/contract/messages';
import type { Emitter } from '../../src/plugins/realtime/server/services/emitter';
import { until } from '../support/launcher-process';
import { useClients } from '../support/realtime-clients';
import { useRealtime } from '../support/realtime-rig';

const rig = useRealtime();
const clientOf = useClients(rig);

const seqsOf = (events: ChatEvent[]) => events.map(({ eventSeq }) => eventSeq);
const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

it('tells what happens in order and once, also what was missed while the connection was away', async () => {
  const [one, other] = [await rig.actor(), await rig.actor()];
  const { room } = await rig.room(one, other);
  const [mine, theirs] = [clientOf(one), clientOf(other)];
  const heard: ChatEvent[] = [];
  await theirs.follow(room, { onEvent: (event) => heard.push(event) });
  const first = await mine.send(room, { text: 'One' });
  await until('it is heard', () => heard.length === 1, 5000);
  theirs.socket.io.engine.close();
  await until('it is away', () => !theirs.socket.connected, 5000);
  await mine.send(room, { text: 'Two' });
  await mine.request('chat:edit', { messageId: first.id, text: 'Edited' });
  await until('all is heard', () => heard.length === 3, 10_000);
  await mine.send(room, { text: 'Three' });
  await until('the next is heard', () => heard.length === 4, 5000);
  expect(seqsOf(heard)).toEqual(upTo(4));
});

it('hears of an event that was lost on its way, though the room falls silent', async () => {
  const [one, other] = [await rig.actor(), await rig.actor()];
  const { room } = await rig.room(one, other);
  const [mine, theirs] = [clientOf(one), clientOf(other)];
  const heard: ChatEvent[] = [];
  await theirs.follow(room, { onEvent: (event) => heard.push(event) });
  const emitter = rig.app.strapi.plugin('realtime').service<Emitter>('emitter');
  const tell = jest.spyOn(emitter, 'toRoom').mockImplementation(() => undefined);
  await mine.send(room, { text: 'Lost' });
  tell.mockRestore();
  expect(heard).toEqual([]);
  await until('it is heard', () => heard.length === 1, 15_000);
  expect(seqsOf(heard)).toEqual([1]);
});

it('sends a message until it is acknowledged, and that is one message', async () => {
  const one = await rig.actor();
  const { room } = await rig.room(one);
  const client = clientOf(one);
  const heard: ChatEvent[] = [];
  await client.follow(room, { onEvent: (event) => heard.push(event) }, 0);
  const sending = upTo(30).map((count) => client.send(room, { text: `No. ${count}` }));
  for (let time = 0; time < 5; time += 1) {
    client.socket.io.engine.close();
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  const sent = await Promise.all(sending);
  expect(sent.map(({ eventSeq }) => eventSeq).sort((a, b) => a - b)).toEqual(upTo(30));
  await until('all is heard', () => heard.length >= 30, 10_000);
  expect(seqsOf(heard)).toEqual(upTo(30));
});

it('says why something is refused', async () => {
  const client = clientOf(await rig.actor());
  const { room } = await rig.room();
  await expect(client.send(room, { text: 'Hello' })).rejects.toMatchObject({
    constructor: RealtimeProblem,
    problem: { code: 'not-found' },
  });
  await expect(client.follow(room, { onEvent: () => undefined })).rejects.toBeInstanceOf(
    RealtimeProblem,
  );
});

it('starts anew when too much was missed', async () => {
  const one = await rig.actor();
  const { room, documentId } = await rig.room(one);
  const client = clientOf(one);
  await client.send(room, { text: 'One' });
  await rig.app.db('chat_rooms').where('owner_id', documentId).update({ last_event_seq: 9000 });
  const heard: ChatEvent[] = [];
  const resets: number[] = [];
  const listener = {
    onEvent: (event: ChatEvent) => heard.push(event),
    onReset: (last: number) => resets.push(last),
  };
  await client.follow(room, listener, 1);
  await client.send(room, { text: 'Two' });
  await until('the next is heard', () => heard.length === 1, 5000);
  expect([resets, seqsOf(heard)]).toEqual([[9000], [9001]]);
});

it('tells once that a room is no longer ours, also when that came while it was away', async () => {
  const [one, other] = [await rig.actor(), await rig.actor()];
  const { room, documentId } = await rig.room(one, other);
  const [here, away] = [clientOf(other), clientOf(other)];
  const left: string[] = [];
  for (const [name, client] of Object.entries({ here, away })) {
    await client.follow(room, {
      onEvent: () => undefined,
      onLeft: () => left.push(`${name}, chat`),
    });
    await client.watchPositions(room, {
      onPositions: () => undefined,
      onLeft: () => left.push(`${name}, positions`),
    });
  }
  away.socket.disconnect();
  await rig.admin.ask(`DELETE /api/groups/${documentId}/members/${other.documentId}`);
  await until('it is told', () => left.length >= 2, 5000);
  expect(left.sort()).toEqual(['here, chat', 'here, positions']);
  away.socket.connect();
  await until('the other is told', () => left.length >= 4, 5000);
  here.socket.io.engine.close();
  await until('it is back', () => here.socket.connected, 5000);
  expect(left.sort()).toEqual(['away, chat', 'away, positions', 'here, chat', 'here, positions']);
});
