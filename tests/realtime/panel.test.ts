import { randomUUID } from 'node:crypto';
import { listOf } from '../support/groups-rig';
import { makePanelRole, signInToPanel, type PanelAccount } from '../support/panel';
import { codeOf, untilHeard, useRealtime } from '../support/realtime-rig';

const rig = useRealtime();

interface Body {
  data: Record<string, unknown> & Record<string, unknown>[];
  meta: { nextCursor: string | null };
  error: { status: number; message: string };
}

let staff: PanelAccount;

async function call(who: PanelAccount, what: string, body?: object) {
  const [method = '', path = ''] = what.split(' ');
  const answer = await who.ask(`/realtime${path}`, { method, ...(body && { body }) });
  return { status: answer.status, ...((await answer.json()) as Body) };
}

beforeAll(async () => {
  staff = await signInToPanel(rig.app);
});
beforeEach(async () => {
  await rig.app.db('chat_rooms').delete();
});

/** A role of the panel that may do just this. */
async function roleWith(...actions: string[]): Promise<string> {
  const code = `moderators-${randomUUID()}`;
  await makePanelRole(rig.app, { code }, actions);
  return code;
}

/** Two people in a room, in which something was said that one of them does not like. */
async function quarrel() {
  const [rude, hurt] = [await rig.actor(), await rig.actor()];
  const { room, code } = await rig.room(rude, hurt);
  const socket = await rig.connectAs(rude);
  await socket.ask('chat:join', { room });
  const ids: string[] = [];
  for (const text of ['Low tide at six', 'Rude words', 'Sorry?']) {
    const { data } = await socket.ask('chat:send', rig.message(room, text));
    ids.push((data?.['message'] as { id: string }).id);
  }
  const messageId = ids[1] ?? '';
  const report = (reason: string) =>
    hurt.ask(`POST /api/messages/${messageId}/reports`, { reason });
  expect((await report('It hurts')).status).toBe(201);
  return { rude, hurt, room, code, socket, messageId };
}

it('shows a reported message with what was said around it and why it was reported', async () => {
  const { rude, hurt, room, socket, messageId } = await quarrel();
  const { data, meta } = await call(staff, 'GET /reports');
  expect(meta).toEqual({ nextCursor: null });
  expect(data).toMatchObject([
    {
      message: { id: messageId, text: 'Rude words', author: { id: rude.documentId }, room },
      room: { key: room, title: expect.any(String), slowModeSeconds: 0 },
      isEditedSince: false,
      mutedUntil: null,
      reportCount: 1,
      reports: [{ reason: 'It hurts', reporter: { id: hurt.documentId } }],
      before: [{ text: 'Low tide at six' }],
      after: [{ text: 'Sorry?' }],
    },
  ]);
  await socket.ask('chat:edit', { messageId, text: 'Kind words' });
  expect((await call(staff, 'GET /reports')).data).toMatchObject([
    { isEditedSince: true, message: { text: 'Kind words' } },
  ]);
});

it('hides and restores a message for everybody, and remembers which account did', async () => {
  const { hurt, room, socket, messageId } = await quarrel();
  const hidden = await call(staff, `POST /messages/${messageId}/hide`, { reason: 'Be kind' });
  expect([hidden.status, hidden.data]).toEqual([200, { eventSeq: 4 }]);
  await untilHeard(socket, 4);
  expect(socket.chat()[3]).toMatchObject({
    type: 'moderation',
    actor: null,
    details: { action: 'hide', reason: 'Be kind' },
    message: { id: messageId, text: '' },
  });
  const heard = JSON.stringify(socket.chat()[3]);
  expect(heard).not.toContain('panel');
  expect((await hurt.ask(`GET /api/rooms/${room}/messages`)).text).not.toContain('Rude');
  expect((await call(staff, 'GET /reports')).data).toEqual([]);
  expect((await call(staff, `POST /messages/${messageId}/show`)).status).toBe(200);
  expect((await hurt.ask(`GET /api/rooms/${room}/messages`)).text).toContain('Rude words');
  const { data } = await call(staff, 'GET /decisions');
  const decidedBy = { kind: 'panel', name: 'Pat' };
  expect(data).toMatchObject([
    { action: 'show', room, decidedBy },
    { action: 'hide', room, decidedBy, reason: 'Be kind' },
  ]);
  const report = await rig.app.db('chat_reports').first<object>();
  expect(report).toMatchObject({ panel_account: staff.id, resolution: 'hide', resolved_by: null });
});

it('closes reports of a message that may stay, and lets it be reported by others', async () => {
  const { rude, room, messageId } = await quarrel();
  expect((await call(staff, `POST /messages/${messageId}/close`)).data).toEqual({ closed: true });
  expect((await call(staff, 'GET /reports')).data).toEqual([]);
  expect((await call(staff, 'GET /decisions')).data).toMatchObject([
    { action: 'close', room, person: expect.any(String), decidedBy: { kind: 'panel' } },
  ]);
  await rude.ask(`POST /api/messages/${messageId}/reports`, { reason: 'I did not mean it' });
  expect((await call(staff, 'GET /reports')).data).toMatchObject([
    { reportCount: 1, reports: [{ reason: 'I did not mean it' }] },
  ]);
});

it('mutes the author for a time and lets them write again', async () => {
  const { rude, room, socket } = await quarrel();
  const personId = rude.documentId;
  const before = Date.now();
  expect((await call(staff, `POST /rooms/${room}/mute`, { personId, minutes: 60 })).status).toBe(
    200,
  );
  expect(codeOf(await socket.ask('chat:send', rig.message(room)))).toBe('muted');
  const { data } = await call(staff, 'GET /reports');
  const until = Date.parse(String(data[0]?.['mutedUntil']));
  expect(until - before).toBeGreaterThanOrEqual(3_600_000);
  expect(until - before).toBeLessThan(3_660_000);
  expect((await call(staff, 'GET /rooms')).data).toMatchObject([
    { key: room, muted: [{ person: { id: personId } }] },
  ]);
  expect((await call(staff, `POST /rooms/${room}/unmute`, { personId })).status).toBe(200);
  expect(await socket.ask('chat:send', rig.message(room))).toMatchObject({ ok: true });
  expect((await call(staff, 'GET /rooms')).data).toEqual([]);
  const person = { person: expect.any(String), room };
  expect((await call(staff, 'GET /decisions')).data).toMatchObject([
    { action: 'unmute', ...person },
    { action: 'mute', ...person, until: expect.any(String) },
  ]);
});

it('slows a room down, which it finds by its name', async () => {
  const { room, code } = await quarrel();
  const { data } = await call(staff, `GET /rooms?room=group:${code.toLowerCase()}`);
  expect(data).toMatchObject([{ key: room, slowModeSeconds: 0, muted: [] }]);
  expect((await call(staff, `POST /rooms/${room}/slow-mode`, { seconds: 30 })).status).toBe(200);
  expect((await call(staff, 'GET /rooms')).data).toMatchObject([{ slowModeSeconds: 30 }]);
  expect((await call(staff, 'GET /decisions')).data).toMatchObject([
    { action: 'slow-mode', seconds: 30 },
  ]);
  expect((await call(staff, 'GET /rooms?room=group:NOBODY')).status).toBe(404);
});

it('gives long lists page by page', async () => {
  const { room, hurt, socket } = await quarrel();
  for (const text of ['Two', 'Three']) {
    const { data } = await socket.ask('chat:send', rig.message(room, text));
    const { id } = data?.['message'] as { id: string };
    await hurt.ask(`POST /api/messages/${id}/reports`, { reason: 'X' });
    await call(staff, `POST /rooms/${room}/slow-mode`, { seconds: text.length });
  }
  const seen: unknown[] = [];
  let cursor: string | null = '0';
  while (cursor !== null) {
    const page: Body = await call(staff, `GET /reports?limit=1&cursor=${cursor}`);
    seen.push(...page.data.map(({ message }) => (message as { text: string }).text));
    cursor = page.meta.nextCursor;
  }
  expect(seen).toEqual(['Rude words', 'Two', 'Three']);
  const first = await call(staff, 'GET /decisions?limit=1');
  expect(first.data).toMatchObject([{ seconds: 5 }]);
  const second = await call(staff, `GET /decisions?limit=1&cursor=${first.meta.nextCursor ?? ''}`);
  expect([second.data, second.meta]).toMatchObject([[{ seconds: 3 }], { nextCursor: null }]);
  for (const wrong of ['cursor=x', 'limit=0', 'limit=51', 'q=1', 'cursor=-1']) {
    expect([wrong, (await call(staff, `GET /reports?${wrong}`)).status]).toEqual([wrong, 400]);
  }
});

const DECISIONS = ['hide', 'show', 'close'] as const;

it('lets nobody read or decide who was not given it, and nobody else at all', async () => {
  const { rude, room, messageId } = await quarrel();
  const decisions: [string, object?][] = [
    ...DECISIONS.map((what): [string] => [`POST /messages/${messageId}/${what}`]),
    [`POST /rooms/${room}/mute`, { personId: rude.documentId, minutes: 5 }],
    [`POST /rooms/${room}/unmute`, { personId: rude.documentId }],
    [`POST /rooms/${room}/slow-mode`, { seconds: 5 }],
  ];
  const reading: [string][] = [['GET /reports'], ['GET /rooms'], ['GET /decisions']];
  const reader = await signInToPanel(rig.app, await roleWith('plugin::realtime.moderation.read'));
  const others = await Promise.all(
    ['strapi-editor', 'strapi-author'].map((role) => signInToPanel(rig.app, role)),
  );
  const token = await rig.tokenOf(rude);
  for (const [what, body] of [...reading, ...decisions]) {
    for (const other of others) {
      expect([what, (await call(other, what, body)).status]).toEqual([what, 403]);
    }
    const [method = '', path = ''] = what.split(' ');
    for (const authorization of ['', `Bearer ${token}`]) {
      const stranger = await fetch(`${rig.app.url}/realtime${path}`, {
        method,
        headers: { authorization },
      });
      expect([what, stranger.status]).toEqual([what, 401]);
    }
    const expected = what.startsWith('GET') ? 200 : 403;
    expect([what, (await call(reader, what, body)).status]).toEqual([what, expected]);
  }
  expect(listOf(await rude.ask(`GET /api/rooms/${room}/messages`))).toHaveLength(3);
});

it('says what is wrong with a decision', async () => {
  const { rude, room, messageId } = await quarrel();
  const personId = rude.documentId;
  for (const [what, body, status] of [
    [`POST /messages/${randomUUID()}/hide`, {}, 404],
    ['POST /messages/1/close', {}, 404],
    [`POST /messages/${messageId}/hide`, { hidden: false }, 422],
    [`POST /messages/${messageId}/close`, { reason: 'X' }, 422],
    [`POST /rooms/${room}/mute`, { personId, minutes: 0 }, 422],
    [`POST /rooms/${room}/mute`, { personId, minutes: 600_000 }, 422],
    [`POST /rooms/${room}/mute`, { personId: 'nobody', minutes: 5 }, 404],
    ['POST /rooms/group:NOBODY/slow-mode', { seconds: 5 }, 404],
    [`POST /rooms/${room}/slow-mode`, { seconds: 1e9 }, 422],
  ] as const) {
    expect([what, (await call(staff, what, body)).status]).toEqual([what, status]);
  }
});
