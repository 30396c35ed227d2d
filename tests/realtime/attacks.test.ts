import { randomUUID } from 'node:crypto';
import WebSocket from 'ws';
import type { OpenGateway } from '../../src/plugins/realtime/server/open-gateway';
import { createAsk, type Answer } from '../support/ask';
import { listOf } from '../support/groups-rig';
import { until } from '../support/launcher-process';
import { codeOf, useRealtime, type Actor } from '../support/realtime-rig';

/** What a fresh look found, and what it looked for. */
const rig = useRealtime();
const ask = createAsk(() => rig.app);

const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();
const secret = () => `secret${randomUUID().replaceAll('-', '')}`;

it('keeps nobody in a room who went while it was looked for', async () => {
  const one = await rig.actor();
  const { room } = await rig.room(one);
  for (let count = 0; count < 10; count += 1) {
    const { socket } = await rig.connectAs(one);
    socket.emit('chat:join', { room });
    socket.emit('location:watch', { room });
    socket.disconnect();
  }
  const { gateway } = rig.app.strapi.plugin('realtime').service<OpenGateway>('openGateway');
  const server = gateway?.io.of('/');
  await until('they are gone', () => server?.sockets.size === 0);
  const other = await rig.actor();
  await rig.join({ documentId: (await groupOf(room)) ?? '' }, other);
  const socket = await rig.connectAs(other);
  await socket.ask('chat:join', { room });
  await until('it was told who is there', () => socket.got('presence:changed').length > 1);
  expect(JSON.stringify(socket.got('presence:changed'))).not.toContain(one.documentId);
  expect(server?.adapter.sids.size).toBe(server?.sockets.size);
});

async function groupOf(room: string): Promise<string | undefined> {
  const code = room.replace('group:', '');
  const row = await rig.app.db('groups').where({ code }).first<{ document_id: string }>();
  return row?.document_id;
}

it('ends a transport that asks in vain again and again', async () => {
  const address = `${rig.app.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
  const socket = new WebSocket(address);
  await new Promise((resolve) => socket.once('message', resolve));
  let refusals = 0;
  socket.on('message', () => (refusals += 1));
  for (let count = 0; count < 200; count += 1) socket.send('40{"token":"guess"}');
  await until('it is closed', () => socket.readyState === WebSocket.CLOSED, 5000);
  expect(refusals).toBeLessThanOrEqual(10);
});

/** Everything of a room that a member can read. */
async function surfaces(person: Actor, room: string, word: string): Promise<Answer[]> {
  return Promise.all(
    [
      `GET /api/rooms/${room}/messages`,
      `GET /api/rooms/${room}/events?after=0`,
      `GET /api/messages/search?q=${word}`,
      `GET /api/messages/search?q=${word}&room=${room}`,
      'GET /api/rooms',
    ].map((what) => person.ask(what)),
  );
}

it.each(['deleted', 'hidden'])('shows nothing of a %s message on any way', async (how) => {
  const [one, other, mentor] = [await rig.actor(), await rig.actor(), await rig.actor('mentor')];
  const group = await rig.group({ mentor: mentor.documentId });
  await rig.join(group, one, other);
  const room = `group:${group.code}`;
  const word = secret();
  const send = (text: string, replyTo?: string) =>
    one.ask(`POST /api/rooms/${room}/messages`, { clientId: randomUUID(), text, replyTo });
  const sent = await send(`${word} <@${other.documentId}> <@room>`);
  const id = String(sent.data['id']);
  await other.ask(`PUT /api/messages/${id}/reactions`, { emoji: '🐟', reacted: true });
  await other.ask(`POST /api/messages/${id}/reports`, { reason: 'X' });
  const reply = await send('As I said', id);
  const unreadOf = async () => (await other.ask(`GET /api/rooms/${room}/unread`)).data;
  expect(await unreadOf()).toMatchObject({ unread: 2, mentions: 1 });
  const gone =
    how === 'deleted'
      ? await one.ask(`DELETE /api/messages/${id}`)
      : await mentor.ask(`PUT /api/messages/${id}/hidden`, { hidden: true });
  expect(gone.status).toBeLessThan(300);
  for (const reader of [one, other, mentor]) {
    for (const { status, text } of await surfaces(reader, room, word)) {
      expect(status).toBe(200);
      // The word that was looked for may be named in the address of the next page only.
      expect(text).not.toContain(word);
    }
  }
  const socket = await rig.connectAs(other);
  const missed = await socket.ask('chat:join', { room, afterEventSeq: 0 });
  expect(JSON.stringify(missed)).not.toContain(word);
  expect(await unreadOf()).toMatchObject({ unread: 1, mentions: 0 });
  const [stone, answer] = listOf(await other.ask(`GET /api/rooms/${room}/messages`));
  expect(stone).toMatchObject({ id, text: '', mentions: [], reactions: [], attachments: [] });
  expect(answer).toMatchObject({ id: reply.data['id'], replyTo: id });
  expect(codeOf(await socket.ask('chat:react', { messageId: id, emoji: '🐟' }))).toBe(
    'message-gone',
  );
});

it('lets no moderator undo a mute of their own', async () => {
  const [mentor, admin] = [await rig.actor('mentor'), rig.admin];
  const group = await rig.group({ mentor: mentor.documentId });
  const path = `/api/rooms/group:${group.code}/mutes/${mentor.documentId}`;
  expect((await admin.ask(`PUT ${path}`, { until: inAnHour() })).status).toBe(200);
  const undone = await mentor.ask(`PUT ${path}`, { until: null });
  expect([undone.status, undone.code]).toEqual([403, 'forbidden']);
  expect((await admin.ask(`PUT ${path}`, { until: null })).status).toBe(200);
});

it('takes a second report of a message that was edited after the first was seen to', async () => {
  const [one, other, mentor] = [await rig.actor(), await rig.actor(), await rig.actor('mentor')];
  const group = await rig.group({ mentor: mentor.documentId });
  await rig.join(group, one, other);
  const room = `group:${group.code}`;
  const body = { clientId: randomUUID(), text: 'Kind words' };
  const { data } = await one.ask(`POST /api/rooms/${room}/messages`, body);
  const path = `/api/messages/${String(data['id'])}`;
  const report = () => other.ask(`POST ${path}/reports`, { reason: 'X' });
  const open = async () => listOf(await mentor.ask(`GET /api/rooms/${room}/reports`)).length;
  await report();
  await mentor.ask(`PUT ${path}/hidden`, { hidden: false });
  expect((await report()).status).toBe(201);
  expect(await open()).toBe(0);
  await one.ask(`PATCH ${path}`, { text: 'Rude words' });
  await Promise.all([report(), report()]);
  expect(await open()).toBe(1);
});

it('shows other rooms nothing of a device that was for a room that is gone', async () => {
  const [one, other] = [await rig.actor(), await rig.actor()];
  const [gone, stays] = [await rig.room(one), await rig.room(one, other)];
  const device = await one.ask('POST /api/users/me/devices', { name: 'Boat', room: gone.room });
  for (const { room } of [gone, stays]) {
    const share = await one.ask('POST /api/location-shares', { room, until: inAnHour() });
    expect(share.status).toBe(201);
  }
  const track = (lon: number) =>
    ask(`GET /api/track/osmand?id=${String(device.data['token'])}&lat=38&lon=${lon}`);
  expect((await track(4.25)).status).toBe(200);
  const seen = async () => (await other.ask(`GET /api/location-reports/latest`)).text;
  expect(await seen()).not.toContain('4.25');
  expect((await rig.admin.ask(`DELETE /api/groups/${gone.documentId}`)).status).toBe(204);
  expect(await seen()).not.toContain('4.25');
  const way = `GET /api/location-reports/track.geojson?room=${stays.room}&person=${one.documentId}`;
  expect((await other.ask(way)).text).not.toContain('4.25');
  await until('its token is refused', async () => (await track(4.26)).status === 400, 5000);
  expect((await one.ask('GET /api/users/me/devices')).data).toEqual([]);
});

it('shows a room nothing of what somebody recorded between leaving it and coming back', async () => {
  const [one, other] = [await rig.actor(), await rig.actor()];
  const { room, documentId } = await rig.room(one, other);
  const share = () => one.ask('POST /api/location-shares', { room, until: inAnHour() });
  expect((await share()).status).toBe(201);
  const members = `/api/groups/${documentId}/members`;
  const left = await rig.admin.ask(`DELETE ${members}/${one.documentId}`);
  expect(left.status).toBeLessThan(300);
  const between = { lon: 4.25, lat: 38 };
  expect((await one.ask('POST /api/location-reports', between)).status).toBe(201);
  await rig.join({ documentId }, one);
  const way = `GET /api/location-reports/track.geojson?room=${room}&person=${one.documentId}`;
  const seen = async () =>
    (await Promise.all(['GET /api/location-reports/latest', way].map((what) => other.ask(what))))
      .map(({ text }) => text)
      .join();
  expect(await seen()).not.toContain('4.25');
  expect(listOf(await one.ask('GET /api/location-shares'))).toMatchObject([{ isActive: false }]);
  expect((await share()).status).toBe(201);
  expect(await seen()).not.toContain('4.25');
});
