import { randomUUID } from 'node:crypto';
import { listOf, outcomeOf, pointersOf } from '../support/groups-rig';
import { untilHeard, useRealtime } from '../support/realtime-rig';

const rig = useRealtime();

const written = (text = 'Low tide at six') => ({ clientId: randomUUID(), text });
const seqsOf = (messages: object[]) =>
  messages.map((message) => (message as { eventSeq: number }).eventSeq);
const metaOf = ({ text }: { text: string }) => (JSON.parse(text) as { meta: object }).meta;

it('stores what is written by REST as by a socket, and sends it to the sockets', async () => {
  const [one, other] = [await rig.actor(), await rig.actor()];
  const { room, code } = await rig.room(one, other);
  const socket = await rig.connectAs(other);
  await socket.ask('chat:join', { room });
  const body = written();
  const first = await one.ask(`POST /api/rooms/${room}/messages`, body);
  expect(first.status).toBe(201);
  expect(first.data).toMatchObject({ room, eventSeq: 1, text: body.text });
  const again = await one.ask(`POST /api/groups/${code}/messages`, body);
  expect([again.status, again.data]).toEqual([200, first.data]);
  const id = String(first.data['id']);
  const edited = await one.ask(`PATCH /api/messages/${id}`, { text: 'At seven' });
  expect(edited.data).toEqual({ eventSeq: 2 });
  const reacted = await other.ask(`PUT /api/messages/${id}/reactions`, { emoji: '🐙' });
  expect(reacted.data).toEqual({ eventSeq: 3 });
  expect((await one.ask(`DELETE /api/messages/${id}`)).data).toEqual({ eventSeq: 4 });
  await untilHeard(socket, 4);
  expect(socket.chat().map(({ type }) => type)).toEqual(['message', 'edit', 'reaction', 'delete']);
  const events = await one.ask(`GET /api/rooms/${room}/events?after=2`);
  expect(events.data).toMatchObject({
    events: [{ eventSeq: 3 }, { eventSeq: 4 }],
    lastEventSeq: 4,
    hasMore: false,
  });
  const read = await other.ask(`PUT /api/rooms/${room}/read`, { eventSeq: 4 });
  expect(read.data).toMatchObject({ unread: 0, lastReadSeq: 4 });
});

it('takes an id in capitals for the same', async () => {
  const one = await rig.actor();
  const { room } = await rig.room(one);
  const socket = await rig.connectAs(one);
  await socket.ask('chat:join', { room });
  const body = written();
  const clientId = body.clientId.toUpperCase();
  const [loud, soft, again] = await Promise.all([
    socket.ask('chat:send', { ...body, clientId, room }),
    socket.ask('chat:send', { ...body, room }),
    one.ask(`POST /api/rooms/${room}/messages`, { ...body, clientId }),
  ]);
  expect(loud).toMatchObject({ data: { message: { clientId: body.clientId } } });
  expect([soft.data, { message: again.data }]).toEqual([loud.data, loud.data]);
  const id = String(again.data['id']).toUpperCase();
  await one.ask(`PATCH /api/messages/${id}`, { text: 'At seven' });
  await socket.ask('chat:edit', { messageId: id, text: 'At eight' });
  await untilHeard(socket, 3);
  const heard = socket.chat().map(({ type, message }) => [type, message?.clientId]);
  expect(heard).toEqual(['message', 'edit', 'edit'].map((type) => [type, body.clientId]));
});

it('pages through the history both ways', async () => {
  const one = await rig.actor();
  const { room, code } = await rig.room(one);
  const { ask } = await rig.connectAs(one);
  for (let count = 0; count < 7; count += 1) await ask('chat:send', rig.message(room));
  const page = async (query: string) => {
    const answer = await one.ask(`GET /api/groups/${code}/messages?${query}`);
    return [seqsOf(listOf(answer)), metaOf(answer)];
  };
  expect(await page('limit=3')).toEqual([[5, 6, 7], { limit: 3, hasMore: true }]);
  expect(await page('limit=3&before=5')).toEqual([[2, 3, 4], { limit: 3, hasMore: true }]);
  expect(await page('limit=3&before=2')).toEqual([[1], { limit: 3, hasMore: false }]);
  expect(await page('limit=3&after=3')).toEqual([[4, 5, 6], { limit: 3, hasMore: true }]);
  expect(await page('limit=1000&after=6')).toEqual([[7], { limit: 100, hasMore: false }]);
  for (const query of ['before=1&after=2', 'limit=0', 'before=x', 'around=1']) {
    const answer = await one.ask(`GET /api/rooms/${room}/messages?${query}`);
    expect([query, ...outcomeOf(answer)]).toEqual([query, 400, 'invalid-query']);
  }
});

it('finds words in the rooms of whoever asks, newest first, and nowhere else', async () => {
  const [one, stranger] = [await rig.actor(), await rig.actor()];
  const [here, there] = [await rig.room(one), await rig.room(one)];
  const foreign = await rig.room(stranger);
  const say = async (room: string, text: string, who = one) =>
    (await who.ask(`POST /api/rooms/${room}/messages`, written(text))).data;
  await say(here.room, 'Octopus at the pier');
  await say(there.room, 'An octopus, and a pier');
  await say(foreign.room, 'Our octopus', stranger);
  const gone = await say(here.room, 'octopus gone');
  await one.ask(`DELETE /api/messages/${String(gone['id'])}`);
  const search = async (query: string) => {
    const answer = await one.ask(`GET /api/messages/search?${query}`);
    return {
      texts: listOf(answer).map((message) => [message['room'], message['text']]),
      cursor: (metaOf(answer) as { nextCursor: string | null }).nextCursor,
    };
  };
  const both = [
    [there.room, 'An octopus, and a pier'],
    [here.room, 'Octopus at the pier'],
  ];
  expect(await search('q=octopus')).toEqual({ texts: both, cursor: null });
  expect((await search('q=%22the+pier%22')).texts).toEqual([both[1]]);
  expect((await search(`q=pier&room=${there.room}`)).texts).toEqual([both[0]]);
  const first = await search('q=octopus&limit=1');
  const second = await search(`q=octopus&limit=1&cursor=${first.cursor}`);
  expect([...first.texts, ...second.texts]).toEqual(both);
  expect(second.cursor).toBeNull();
  const elsewhere = await one.ask(`GET /api/messages/search?q=pier&cursor=${first.cursor}`);
  expect(elsewhere.status).toBe(400);
  const hidden = await one.ask(`GET /api/messages/search?q=our&room=${foreign.room}`);
  expect(hidden.status).toBe(404);
});

it('S-09: answers strangers as if there were no room, and nobody without a sign-in', async () => {
  const [one, stranger] = [await rig.actor(), await rig.actor('supervisor')];
  const { room, code } = await rig.room(one);
  const { data } = await one.ask(`POST /api/rooms/${room}/messages`, written());
  const id = String(data['id']);
  for (const [what, body] of [
    [`GET /api/rooms/${room}/messages`],
    [`POST /api/rooms/${room}/messages`, written()],
    [`GET /api/groups/${code}/messages`],
    [`POST /api/groups/${code}/messages`, written()],
    [`GET /api/rooms/${room}/events`],
    [`GET /api/rooms/${room}/unread`],
    [`PUT /api/rooms/${room}/read`, { eventSeq: 1 }],
    [`PATCH /api/messages/${id}`, { text: 'X' }],
    [`DELETE /api/messages/${id}`],
    [`PUT /api/messages/${id}/reactions`, { emoji: '🐟' }],
    ['GET /api/rooms/nonsense/messages'],
    [`DELETE /api/messages/${randomUUID()}`],
    ['DELETE /api/messages/1'],
  ] as const) {
    expect([what, ...outcomeOf(await stranger.ask(what, body))]).toEqual([what, 404, 'not-found']);
    const [method, path] = what.split(' ');
    const answer = await fetch(`${rig.app.url}${path}`, { method });
    expect([what, answer.status]).toEqual([what, 401]);
  }
});

it('refuses bodies with what the server says', async () => {
  const one = await rig.actor();
  const { room } = await rig.room(one);
  const body = { ...written(''), senderId: 1 };
  const answer = await one.ask(`POST /api/rooms/${room}/messages`, body);
  expect([answer.status, pointersOf(answer).sort()]).toEqual([422, ['/senderId', '/text']]);
});
