import { until } from '../support/launcher-process';
import { untilHeard, useRealtime } from '../support/realtime-rig';

const rig = useRealtime();

interface Statement {
  sql: string;
  bindings: unknown[];
}

/** Longer than any answer about a person is kept, so that only the look at all of them renews it. */
const LONGER_MS = 4000;
const PEOPLE = 4;

/** How many sessions or people each statement asked for that was made meanwhile. */
async function askedFor(work: () => Promise<unknown>) {
  const asked = { sessions: [] as number[], standings: [] as number[] };
  const note = ({ sql, bindings }: Statement) => {
    const [first] = bindings;
    const count = Array.isArray(first) ? first.length : 0;
    if (/from accounts_sessions/.test(sql)) asked.sessions.push(count);
    if (/as "looksAfter"/.test(sql)) asked.standings.push(count);
  };
  rig.app.db.on('query', note);
  await work();
  rig.app.db.removeListener('query', note);
  return asked;
}

it('asks about all who are connected at once, and nothing for each of their messages', async () => {
  const people = await Promise.all(Array.from({ length: PEOPLE }, () => rig.actor()));
  const { room } = await rig.room(...people);
  const sockets = await Promise.all(people.map((person) => rig.connectAs(person)));
  for (const socket of sockets) await socket.ask('chat:join', { room });
  await new Promise((resolve) => setTimeout(resolve, LONGER_MS));
  const asked = await askedFor(async () => {
    for (const socket of sockets) {
      expect(await socket.ask('chat:send', rig.message(room))).toMatchObject({ ok: true });
    }
    await new Promise((resolve) => setTimeout(resolve, LONGER_MS));
  });
  for (const statements of [asked.sessions, asked.standings]) {
    expect(statements.length).toBeGreaterThan(0);
  }
  expect(new Set([...asked.sessions, ...asked.standings])).toEqual(new Set([PEOPLE]));
});

it('takes what the look found for those who send right afterwards', async () => {
  const [one, other] = [await rig.actor(), await rig.actor()];
  const { room, documentId } = await rig.room(one, other);
  const [mine, theirs] = [await rig.connectAs(one), await rig.connectAs(other)];
  for (const socket of [mine, theirs]) await socket.ask('chat:join', { room });
  expect(await theirs.ask('chat:send', rig.message(room))).toMatchObject({ ok: true });
  // Beside the app, which is not told of it.
  await rig.app
    .db('group_memberships')
    .where({ user_document_id: other.documentId, group_document_id: documentId })
    .delete();
  await until('they are told', () => theirs.got('room:left').length > 0, 5000);
  expect(await theirs.ask('chat:send', rig.message(room))).toMatchObject({
    problem: { code: 'not-found' },
  });
  await mine.ask('chat:send', rig.message(room));
  await untilHeard(mine, 2);
  expect(theirs.chat()).toHaveLength(1);
});
