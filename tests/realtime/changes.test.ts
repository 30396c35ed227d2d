import { until } from '../support/launcher-process';
import type { TestPerson } from '../support/people';
import { codeOf, untilHeard, useRealtime, type TestSocket } from '../support/realtime-rig';

const rig = useRealtime();

/** Two members and the mentor of one room, all of whom hear it. */
async function inRoom() {
  const [one, other, mentor] = [await rig.actor(), await rig.actor(), await rig.actor('mentor')];
  const group = await rig.group({ mentor: mentor.documentId });
  await rig.join(group, one, other);
  const room = `group:${group.code}`;
  const listen = async (person: TestPerson): Promise<TestSocket> => {
    const socket = await rig.connectAs(person);
    await socket.ask('chat:join', { room });
    return socket;
  };
  return {
    one,
    other,
    room,
    group,
    mine: await listen(one),
    theirs: await listen(other),
    leading: await listen(mentor),
  };
}

async function say(socket: TestSocket, room: string, text?: string): Promise<string> {
  const { data } = await socket.ask('chat:send', rig.message(room, text));
  return (data?.['message'] as { id: string }).id;
}

it('makes events of edits, reactions and deletions, with the next places of the room', async () => {
  const { room, other, mine, theirs } = await inRoom();
  const messageId = await say(mine, room, 'Low tide at seven');
  expect(await mine.ask('chat:edit', { messageId, text: 'Low tide at six' })).toMatchObject({
    data: { eventSeq: 2 },
  });
  expect(await theirs.ask('chat:react', { messageId, emoji: '👍🏽' })).toMatchObject({
    data: { eventSeq: 3 },
  });
  await untilHeard(theirs, 3);
  expect(theirs.chat().slice(1)).toMatchObject([
    { type: 'edit', eventSeq: 2, message: { text: 'Low tide at six', eventSeq: 1 } },
    {
      type: 'reaction',
      details: { emoji: '👍🏽', reacted: true },
      message: { reactions: [{ emoji: '👍🏽', people: [other.documentId] }] },
    },
  ]);
  expect(await mine.ask('chat:delete', { messageId })).toMatchObject({ data: { eventSeq: 4 } });
  await untilHeard(theirs, 4);
  expect(theirs.chat()[3]).toMatchObject({
    type: 'delete',
    message: { text: '', reactions: [], attachments: [], deletedAt: expect.any(String) },
  });
  const missed = await mine.ask('chat:join', { room, afterEventSeq: 0 });
  expect(missed.data?.['events']).toMatchObject(
    ['message', 'edit', 'reaction', 'delete'].map((type, index) => ({
      type,
      eventSeq: index + 1,
      message: { text: '' },
    })),
  );
  expect(JSON.stringify(missed)).not.toContain('Low tide');
  expect(await rig.app.db('chat_messages').where('id', messageId)).toMatchObject([{ text: '' }]);
});

it('takes what is repeated for no new event', async () => {
  const { room, mine, theirs } = await inRoom();
  const messageId = await say(mine, room);
  for (const [socket, event, payload, eventSeq] of [
    [mine, 'chat:edit', { messageId, text: 'B' }, 2],
    [mine, 'chat:edit', { messageId, text: 'B' }, 2],
    [theirs, 'chat:react', { messageId, emoji: '🐟' }, 3],
    [theirs, 'chat:react', { messageId, emoji: '🐟' }, 3],
    [theirs, 'chat:react', { messageId, emoji: '🐟', reacted: false }, 4],
    [theirs, 'chat:react', { messageId, emoji: '🐟', reacted: false }, 4],
    [mine, 'chat:delete', { messageId }, 5],
    [mine, 'chat:delete', { messageId }, 5],
  ] as const) {
    expect([event, await socket.ask(event, payload)]).toMatchObject([
      event,
      { data: { eventSeq } },
    ]);
  }
});

it('takes fifty different emojis on a message, and more people for each of them', async () => {
  const { room, mine, theirs } = await inRoom();
  const messageId = await say(mine, room);
  // Animals, which all follow one another.
  const emojis = Array.from({ length: 51 }, (_, index) => String.fromCodePoint(0x1f400 + index));
  const react = (socket: TestSocket, emoji = '', reacted = true) =>
    socket.ask('chat:react', { messageId, emoji, reacted });
  const [first, last] = [emojis[0], emojis[50]];
  const taken = await Promise.all(emojis.slice(0, 50).map((emoji) => react(mine, emoji)));
  expect(taken.every(({ ok }) => ok)).toBe(true);
  expect(await react(mine, last)).toMatchObject({
    problem: { status: 422, code: 'too-many-emojis', errors: [{ pointer: '/emoji' }] },
  });
  expect(await react(theirs, last, false)).toMatchObject({ ok: true });
  expect(codeOf(await react(theirs, last))).toBe('too-many-emojis');
  expect(await react(theirs, first)).toMatchObject({ ok: true });
  for (const socket of [mine, theirs]) await react(socket, first, false);
  expect(await react(theirs, last)).toMatchObject({ ok: true });
});

it('lets nobody change what others said, but who looks after the room delete it', async () => {
  const { room, mine, theirs, leading } = await inRoom();
  const stranger = await rig.connectAs(await rig.actor('mentor'));
  const messageId = await say(mine, room);
  expect(codeOf(await theirs.ask('chat:edit', { messageId, text: 'X' }))).toBe('forbidden');
  expect(codeOf(await leading.ask('chat:edit', { messageId, text: 'X' }))).toBe('forbidden');
  expect(codeOf(await theirs.ask('chat:delete', { messageId }))).toBe('forbidden');
  for (const [event, payload] of [
    ['chat:edit', { messageId, text: 'X' }],
    ['chat:delete', { messageId }],
    ['chat:react', { messageId, emoji: '🐟' }],
  ] as const) {
    expect([event, codeOf(await stranger.ask(event, payload))]).toEqual([event, 'not-found']);
  }
  expect(codeOf(await theirs.ask('chat:react', { messageId, emoji: 'fish' }))).toBe(
    'validation-failed',
  );
  expect(await leading.ask('chat:delete', { messageId })).toMatchObject({ ok: true });
  expect(codeOf(await mine.ask('chat:edit', { messageId, text: 'X' }))).toBe('message-gone');
  expect(codeOf(await mine.ask('chat:react', { messageId, emoji: '🐟' }))).toBe('message-gone');
});

it('counts what is unread and who is mentioned, by a pointer that only moves forward', async () => {
  const { room, other, mine, theirs } = await inRoom();
  await say(mine, room, 'One');
  await say(mine, room, `Two, <@${other.documentId}>`);
  await say(mine, room, 'Three, <@room>');
  await say(theirs, room, 'Four');
  const deleted = await say(mine, room, 'Five');
  await mine.ask('chat:delete', { messageId: deleted });
  const unread = async () => (await other.ask(`GET /api/rooms/${room}/unread`)).data;
  expect(await unread()).toEqual({ room, unread: 3, mentions: 2, lastReadSeq: 0, lastEventSeq: 6 });
  const read = (eventSeq: number) => theirs.ask('chat:read', { room, eventSeq });
  expect(await read(2)).toMatchObject({ data: { unread: 1, mentions: 1, lastReadSeq: 2 } });
  expect(await read(1)).toMatchObject({ data: { lastReadSeq: 2 } });
  expect(await read(999)).toMatchObject({ data: { unread: 0, mentions: 0, lastReadSeq: 6 } });
  await until('the others are told', () => mine.got('chat:read').length === 2, 5000);
  expect(mine.got('chat:read')).toMatchObject([
    { room, person: { id: other.documentId }, eventSeq: 2 },
    { eventSeq: 6 },
  ]);
  const rooms = await other.ask('GET /api/rooms');
  expect(JSON.parse(rooms.text)).toEqual({
    data: [{ room, unread: 0, mentions: 0, lastReadSeq: 6, lastEventSeq: 6 }],
  });
});

it('tells others who types, not too often, and not who types', async () => {
  const { room, one, mine, theirs } = await inRoom();
  for (let time = 0; time < 5; time += 1) await mine.ask('chat:typing', { room });
  await say(mine, room);
  await untilHeard(theirs, 1);
  expect(theirs.got('chat:typing')).toEqual([
    { room, person: expect.objectContaining({ id: one.documentId }), expiresInSeconds: 5 },
  ]);
  expect(mine.got('chat:typing')).toEqual([]);
});

it('tells who is there, and who went', async () => {
  const { one, mine, theirs } = await inRoom();
  type Change = { people: { person: { id: string }; isOnline: boolean }[] };
  const toldOf = (id: string) =>
    theirs
      .got<Change>('presence:changed')
      .flatMap(({ people }) => people.filter(({ person }) => person.id === id))
      .map(({ isOnline }) => isOnline);
  await until('it is told who came', () => toldOf(one.documentId).includes(true), 5000);
  mine.socket.disconnect();
  await until('it is told who went', () => toldOf(one.documentId).at(-1) === false, 5000);
});
