import { until } from '../support/launcher-process';
import { signIn } from '../support/people';
import { untilHeard, useRealtime } from '../support/realtime-rig';

const rig = useRealtime();

const WITHIN_MS = 5000;

it('W-05: sends nothing of a room any more to who was taken out of it', async () => {
  const [one, removed] = [await rig.actor(), await rig.actor()];
  const { room, code } = await rig.room(one, removed);
  const [mine, theirs] = [await rig.connectAs(one), await rig.connectAs(removed)];
  for (const socket of [mine, theirs]) await socket.ask('chat:join', { room });
  await mine.ask('chat:send', rig.message(room));
  await untilHeard(theirs, 1);
  await rig.admin.ask(`DELETE /api/groups/${code}/members/${removed.documentId}`);
  await until('they are told', () => theirs.got('room:left').length > 0, WITHIN_MS);
  expect(theirs.got('room:left')).toEqual([{ room }]);
  await mine.ask('chat:send', rig.message(room));
  await untilHeard(mine, 2);
  for (const [event, payload] of [
    ['chat:send', rig.message(room)],
    ['chat:join', { room }],
    ['chat:typing', { room }],
  ] as const) {
    expect([event, await theirs.ask(event, payload)]).toMatchObject([
      event,
      { problem: { code: 'not-found' } },
    ]);
  }
  expect([theirs.chat().length, theirs.isOver()]).toEqual([1, false]);
});

it('A-14, T-08: ends the connections of who is suspended, and of sessions that are over', async () => {
  const [suspended, elsewhere] = [await rig.actor(), await rig.actor()];
  const one = await rig.connectAs(suspended);
  const session = await signIn(rig.app, elsewhere);
  const [two, still] = [await rig.connect(session.accessToken), await rig.connectAs(elsewhere)];
  let closeCode: unknown;
  one.socket.io.engine.on('close', (_reason, details) => {
    closeCode = (details as { context?: { code?: number } } | undefined)?.context?.code;
  });
  const sockets = [one, two];
  await rig.app
    .db('up_users')
    .where('id', suspended.userId)
    .update({ account_status: 'suspended' });
  await rig.app
    .db('accounts_sessions')
    .where('id', session.sessionId)
    .update({ ended_at: new Date() });
  await until('both are out', () => sockets.every((socket) => socket.isOver()), WITHIN_MS);
  for (const socket of sockets) {
    expect(socket.got('session:ended')).toMatchObject([{ problem: { code: 'unauthenticated' } }]);
  }
  expect(still.isOver()).toBe(false);
  await until('the connection is closed', () => closeCode !== undefined, WITHIN_MS);
  expect(closeCode).toBe(4401);
});

it('T-09: takes who lost a role out of the rooms of that role', async () => {
  const admin = await rig.actor('admin');
  const { room } = await rig.room(await rig.actor());
  const socket = await rig.connectAs(admin);
  expect(await socket.ask('chat:join', { room })).toMatchObject({ ok: true });
  const { id } = await rig.app.db('up_roles').where('type', 'student').first<{ id: number }>('id');
  await rig.app.db('up_users_role_lnk').where('user_id', admin.userId).update({ role_id: id });
  await until('they are out', () => socket.got('room:left').length > 0, WITHIN_MS);
  expect(socket.isOver()).toBe(false);
});

it('is heard by who has a place at an event, and not by who waits for one', async () => {
  const [one, waiting] = [await rig.actor(), await rig.actor()];
  const made = await rig.admin.ask('POST /api/events', {
    data: {
      title: 'Night dive',
      startsAt: '2040-01-01T10:00:00.000Z',
      audience: ['all'],
      capacity: 1,
    },
  });
  const event = String(made.data['documentId']);
  for (const person of [one, waiting]) await person.ask(`POST /api/events/${event}/registration`);
  const room = `event:${event}`;
  const socket = await rig.connectAs(one);
  expect(await socket.ask('chat:join', { room })).toMatchObject({ data: { room } });
  expect(await socket.ask('chat:send', rig.message(room))).toMatchObject({ ok: true });
  const answer = await (await rig.connectAs(waiting)).ask('chat:join', { room });
  expect(answer).toMatchObject({ problem: { code: 'not-found' } });
  await one.ask(`DELETE /api/events/${event}/registration`);
  await until('they are out', () => socket.got('room:left').length > 0, WITHIN_MS);
});
