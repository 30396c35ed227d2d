import { randomUUID } from 'node:crypto';
import { codeOf, untilHeard, useRealtime } from '../support/realtime-rig';

const rig = useRealtime();

describe('a message', () => {
  it('is acknowledged with its place in the room, and heard by everybody there', async () => {
    const [one, other] = [await rig.actor(), await rig.actor()];
    const { room } = await rig.room(one, other);
    const [mine, theirs] = [await rig.connectAs(one), await rig.connectAs(other)];
    for (const { ask } of [mine, theirs]) {
      expect(await ask('chat:join', { room })).toMatchObject({
        ok: true,
        data: { room, events: [], lastEventSeq: 0, hasMore: false },
      });
    }
    const sent = rig.message(room, `Ready, <@${other.documentId}>?`);
    const answer = await mine.ask('chat:send', sent);
    expect(answer).toMatchObject({
      ok: true,
      data: {
        message: {
          room,
          eventSeq: 1,
          clientId: sent.clientId,
          text: sent.text,
          author: { id: one.documentId, role: 'student' },
          mentions: [other.documentId],
          replyTo: null,
          attachments: [],
          reactions: [],
          editedAt: null,
        },
      },
    });
    for (const socket of [mine, theirs]) {
      await untilHeard(socket, 1);
      expect(socket.chat()).toMatchObject([
        {
          room,
          eventSeq: 1,
          type: 'message',
          actor: { id: one.documentId },
          message: { text: sent.text },
        },
      ]);
    }
  });

  it('W-11: is stored and heard once when it is sent again', async () => {
    const one = await rig.actor();
    const { room } = await rig.room(one);
    const socket = await rig.connectAs(one);
    await socket.ask('chat:join', { room });
    const sent = rig.message(room);
    const at = await Promise.all([1, 2, 3].map(() => socket.ask('chat:send', sent)));
    const again = await (await rig.connectAs(one)).ask('chat:send', sent);
    for (const answer of [...at, again]) expect(answer).toEqual(at[0]);
    expect(await rig.app.db('chat_messages').where('client_id', sent.clientId)).toHaveLength(1);
    await socket.ask('chat:send', rig.message(room));
    await untilHeard(socket, 2);
    expect(socket.chat().map(({ eventSeq }) => eventSeq)).toEqual([1, 2]);
  });

  it('W-03: is refused from outside, as if the room were not there', async () => {
    const [member, stranger] = [await rig.actor(), await rig.actor('mentor')];
    const { room } = await rig.room(member);
    const [inside, outside] = [await rig.connectAs(member), await rig.connectAs(stranger)];
    await inside.ask('chat:join', { room });
    for (const name of [room, 'group:BTF99999', 'nothing:BTF001', `event:${'a'.repeat(24)}`]) {
      for (const [event, payload] of [
        ['chat:join', { room: name }],
        ['chat:send', rig.message(name)],
      ] as const) {
        const answer = await outside.ask(event, payload);
        expect([name, answer]).toMatchObject([
          name,
          { problem: { status: 404, code: 'not-found' } },
        ]);
      }
    }
    await inside.ask('chat:send', rig.message(room));
    await untilHeard(inside, 1);
    expect(outside.chat()).toEqual([]);
  });

  it('W-04, W-06: is refused when it says what the server says, or is no text', async () => {
    const one = await rig.actor();
    const { room } = await rig.room(one);
    const { ask } = await rig.connectAs(one);
    for (const more of [
      { senderId: 1 },
      { author: { id: 'x' } },
      { createdAt: new Date().toISOString() },
      { eventSeq: 7 },
      { text: '' },
      { text: '   ' },
      { text: 'x'.repeat(4001) },
      { text: 'a\u0000b' },
      { clientId: 'mine' },
      { replyTo: 'x' },
      { attachments: ['../secret'] },
    ]) {
      const answer = await ask('chat:send', { ...rig.message(room), ...more });
      expect([more, answer]).toMatchObject([more, { problem: { code: 'validation-failed' } }]);
    }
    const text = '<img src=x onerror=alert(1)>';
    expect(await ask('chat:send', rig.message(room, text))).toMatchObject({
      data: { message: { text } },
    });
    const reply = { ...rig.message(room), replyTo: randomUUID() };
    expect(await ask('chat:send', reply)).toMatchObject({
      problem: { errors: [{ pointer: '/replyTo', code: 'unknown-message' }] },
    });
  });

  it('may reply to another of its room, and to none of another room', async () => {
    const one = await rig.actor();
    const [{ room }, other] = [await rig.room(one), await rig.room(one)];
    const { ask } = await rig.connectAs(one);
    const first = await ask('chat:send', rig.message(room));
    const replyTo = (first.data?.['message'] as { id: string }).id;
    const reply = await ask('chat:send', { ...rig.message(room), replyTo });
    expect(reply).toMatchObject({ data: { message: { eventSeq: 2, replyTo } } });
    const elsewhere = await ask('chat:send', { ...rig.message(other.room), replyTo });
    expect(codeOf(elsewhere)).toBe('validation-failed');
  });

  it('gets the next place, without gaps, however many come at once', async () => {
    const people = await Promise.all([1, 2, 3].map(() => rig.actor()));
    const { room } = await rig.room(...people);
    const sockets = await Promise.all(people.map((person) => rig.connectAs(person)));
    for (const { ask } of sockets) await ask('chat:join', { room });
    const count = 60;
    await Promise.all(
      sockets.flatMap(({ ask }) =>
        Array.from({ length: count / 3 }, () => ask('chat:send', rig.message(room))),
      ),
    );
    const places = Array.from({ length: count }, (_, index) => index + 1);
    for (const socket of sockets) {
      await untilHeard(socket, count);
      expect(socket.chat().map(({ eventSeq }) => eventSeq)).toEqual(places);
    }
  });
});

describe('who joins a room', () => {
  it('is told what they missed, page by page', async () => {
    const one = await rig.actor();
    const { room, code, documentId } = await rig.room(one);
    const { ask } = await rig.connectAs(one);
    const sent = Array.from({ length: 205 }, (_, index) => rig.message(room, `No. ${index}`));
    await Promise.all(sent.map((message) => ask('chat:send', message)));
    const page = async (afterEventSeq: number) =>
      (await ask('chat:join', { room, afterEventSeq })) as unknown as {
        data: { events: { eventSeq: number }[]; hasMore: boolean; lastEventSeq: number };
      };
    const first = (await page(3)).data;
    expect(first).toMatchObject({ hasMore: true, lastEventSeq: 205 });
    expect(first.events.map(({ eventSeq }) => eventSeq)).toEqual(
      Array.from({ length: 200 }, (_, index) => index + 4),
    );
    expect((await page(203)).data).toMatchObject({
      hasMore: false,
      events: [{ eventSeq: 204 }, { eventSeq: 205 }],
    });
    expect(await page(205)).toMatchObject({ data: { events: [], hasMore: false } });
    expect(await page(206)).toMatchObject({ data: { reset: true, lastEventSeq: 205 } });
    for (const name of [`group:${code.toLowerCase()}`, `group:${documentId}`]) {
      expect(await ask('chat:join', { room: name })).toMatchObject({ data: { room } });
    }
  });

  it('is told to start anew when it is too much', async () => {
    const one = await rig.actor();
    const { room, documentId } = await rig.room(one);
    const { ask } = await rig.connectAs(one);
    await ask('chat:send', rig.message(room));
    await rig.app.db('chat_rooms').where('owner_id', documentId).update({ last_event_seq: 9000 });
    expect(await ask('chat:join', { room, afterEventSeq: 1 })).toMatchObject({
      data: { reset: true, lastEventSeq: 9000 },
    });
  });
});

it('deletes what was said in a group with the group', async () => {
  const one = await rig.actor();
  const { room, code } = await rig.room(one);
  const { ask } = await rig.connectAs(one);
  await ask('chat:send', rig.message(room));
  expect((await rig.admin.ask(`DELETE /api/groups/${code}`)).status).toBe(204);
  expect(await rig.app.db('chat_messages').where('author_id', one.userId)).toEqual([]);
  expect(await rig.app.db('chat_rooms').where('owner_id', code)).toEqual([]);
});

it('keeps what somebody said who left, without their name', async () => {
  const [one, other] = [await rig.actor(), await rig.actor()];
  const { room } = await rig.room(one, other);
  await (await rig.connectAs(one)).ask('chat:send', rig.message(room, 'I was here'));
  await rig.app.db('up_users').where('id', one.userId).delete();
  const { ask } = await rig.connectAs(other);
  expect(await ask('chat:join', { room, afterEventSeq: 0 })).toMatchObject({
    data: { events: [{ actor: null, message: { author: null, text: 'I was here' } }] },
  });
});
