import { listOf } from '../support/groups-rig';
import { codeOf, untilHeard, useRealtime } from '../support/realtime-rig';

const rig = useRealtime();

const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();

/** A member, and the mentor who looks after their room. */
async function inRoom() {
  const [one, mentor] = [await rig.actor(), await rig.actor('mentor')];
  const group = await rig.group({ mentor: mentor.documentId });
  await rig.join(group, one);
  const room = `group:${group.code}`;
  const [mine, leading] = [await rig.connectAs(one), await rig.connectAs(mentor)];
  for (const socket of [mine, leading]) await socket.ask('chat:join', { room });
  const { data } = await mine.ask('chat:send', rig.message(room, 'Rude words'));
  const messageId = (data?.['message'] as { id: string }).id;
  return { one, mentor, room, mine, leading, messageId };
}

it('takes reports of members, shows them to who looks after the room, and hides the message', async () => {
  const { one, mentor, room, mine, leading, messageId } = await inRoom();
  const report = { messageId, reason: 'It is rude' };
  for (let time = 0; time < 2; time += 1) {
    expect(await mine.ask('chat:report', report)).toMatchObject({ data: { reported: true } });
  }
  expect((await one.ask(`GET /api/rooms/${room}/reports`)).code).toBe('forbidden');
  expect(listOf(await mentor.ask(`GET /api/rooms/${room}/reports`))).toMatchObject([
    {
      reason: 'It is rude',
      reporter: { id: one.documentId },
      message: { id: messageId, text: 'Rude words', hiddenAt: null },
    },
  ]);
  const hide = { messageId, hidden: true, reason: 'Be kind' };
  expect(codeOf(await mine.ask('chat:hide', hide))).toBe('forbidden');
  expect(await leading.ask('chat:hide', hide)).toMatchObject({ data: { eventSeq: 2 } });
  expect(await leading.ask('chat:hide', hide)).toMatchObject({ data: { eventSeq: 2 } });
  await untilHeard(mine, 2);
  expect(mine.chat()[1]).toMatchObject({
    type: 'moderation',
    actor: { id: mentor.documentId },
    details: { action: 'hide', reason: 'Be kind' },
    message: { text: '', hiddenAt: expect.any(String) },
  });
  expect(listOf(await mentor.ask(`GET /api/rooms/${room}/reports`))).toEqual([]);
  const missed = await mine.ask('chat:join', { room, afterEventSeq: 1 });
  expect(missed.data?.['events']).toEqual(mine.chat().slice(1));
  const history = await one.ask(`GET /api/rooms/${room}/messages`);
  expect(history.text).not.toContain('Rude');
  expect((await one.ask('GET /api/messages/search?q=rude')).text).not.toContain('Rude');
  const shown = await mentor.ask(`PUT /api/messages/${messageId}/hidden`, { hidden: false });
  expect(shown.data).toEqual({ eventSeq: 3 });
  expect((await one.ask(`GET /api/rooms/${room}/messages`)).text).toContain('Rude words');
});

it('lets who is muted read, and not write, react or edit', async () => {
  const { one, room, mine, leading, messageId } = await inRoom();
  const mute = { room, personId: one.documentId, until: inAnHour() };
  expect(codeOf(await mine.ask('chat:mute', mute))).toBe('forbidden');
  expect(await leading.ask('chat:mute', mute)).toMatchObject({ data: { eventSeq: 2 } });
  await untilHeard(mine, 2);
  expect(mine.chat()[1]).toMatchObject({
    type: 'moderation',
    message: null,
    details: { action: 'mute', person: one.documentId, until: mute.until },
  });
  expect(await mine.ask('chat:send', rig.message(room))).toMatchObject({
    problem: { status: 403, code: 'muted', waitSeconds: expect.any(Number) },
  });
  expect(codeOf(await mine.ask('chat:edit', { messageId, text: 'X' }))).toBe('muted');
  expect(codeOf(await mine.ask('chat:react', { messageId, emoji: '🐟' }))).toBe('muted');
  expect(await mine.ask('chat:join', { room, afterEventSeq: 0 })).toMatchObject({ ok: true });
  expect(await leading.ask('chat:mute', { ...mute, until: null })).toMatchObject({ ok: true });
  expect(await mine.ask('chat:send', rig.message(room))).toMatchObject({ ok: true });
  const nobody = { ...mute, personId: 'nobody' };
  expect(codeOf(await leading.ask('chat:mute', nobody))).toBe('not-found');
  const past = { ...mute, until: '2020-01-01T00:00:00.000Z' };
  expect(codeOf(await leading.ask('chat:mute', past))).toBe('validation-failed');
});

it('makes people wait between messages in slow mode', async () => {
  const { room, mentor, mine, leading } = await inRoom();
  const slow = await mentor.ask(`PUT /api/rooms/${room}/slow-mode`, { seconds: 600 });
  expect(slow.data).toEqual({ eventSeq: 2 });
  const [first, second] = await Promise.all(
    [1, 2].map(() => mine.ask('chat:send', rig.message(room))),
  );
  expect(first).toMatchObject({ ok: true });
  expect(second).toMatchObject({ problem: { status: 429, code: 'slow-mode' } });
  const sent = rig.message(room);
  expect(codeOf(await mine.ask('chat:send', sent))).toBe('slow-mode');
  // Those who look after the room answer as fast as they have to.
  for (const ask of [leading.ask, leading.ask]) {
    const answers = await Promise.all([1, 2].map(() => ask('chat:send', rig.message(room))));
    expect(answers).toMatchObject([{ ok: true }, { ok: true }]);
  }
  const byRest = await mentor.ask(`POST /api/rooms/${room}/messages`, {
    clientId: sent.clientId,
    text: 'By REST',
  });
  expect(byRest.status).toBe(201);
  await mentor.ask(`PUT /api/rooms/${room}/slow-mode`, { seconds: 0 });
  expect(await mine.ask('chat:send', sent)).toMatchObject({ ok: true });
});

it('answers strangers as if nothing were there', async () => {
  const { one, room, messageId } = await inRoom();
  const stranger = await rig.actor('mentor');
  for (const [what, body] of [
    [`POST /api/messages/${messageId}/reports`, { reason: 'X' }],
    [`PUT /api/messages/${messageId}/hidden`, { hidden: true }],
    [`GET /api/rooms/${room}/reports`],
    [`PUT /api/rooms/${room}/mutes/${one.documentId}`, { until: null }],
    [`PUT /api/rooms/${room}/slow-mode`, { seconds: 5 }],
  ] as const) {
    expect([what, (await stranger.ask(what, body)).status]).toEqual([what, 404]);
  }
});
