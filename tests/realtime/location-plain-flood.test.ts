import WebSocket from 'ws';
import { openDatabase } from '../support/database';
import { until } from '../support/launcher-process';
import { asProgram, signIn } from '../support/people';
import { useRealtime } from '../support/realtime-rig';

const rig = useRealtime();
// Positions here come faster than those of phones.
process.env.LOCATION_INTERVAL_MS = '1';

/** More than the network between two processes of one machine takes. */
const MESSAGES = 150;
const PADDING = 'x'.repeat(200_000);

it('leaves what a tracker floods it with in the network until it has answered, and loses nothing of it', async () => {
  const one = await rig.actor();
  const socket = new WebSocket(`${rig.app.url.replace('http', 'ws')}/ws/location/`, {
    headers: asProgram(await signIn(rig.app, one)),
  });
  const answers: unknown[] = [];
  socket.on('message', (bytes: Buffer) => answers.push(JSON.parse(bytes.toString())));
  await new Promise((resolve) => socket.once('open', resolve));
  const began = Date.now() - MESSAGES * 1000;
  const stand = openDatabase();
  try {
    await stand.transaction(async (trx) => {
      // Nothing is stored meanwhile, so nothing is answered.
      await trx.raw('lock table location_positions in access exclusive mode');
      for (let index = 0; index < MESSAGES; index += 1) {
        const recordedAt = new Date(began + index * 1000).toISOString();
        const update = { type: 'location_update', latitude: 38, longitude: -9, recordedAt };
        socket.send(JSON.stringify({ ...update, note: PADDING }));
      }
      let before = -1;
      await until(
        'the server reads no more',
        async () => {
          const last = before;
          before = socket.bufferedAmount;
          await new Promise((resolve) => setTimeout(resolve, 500));
          return before === last;
        },
        10_000,
      );
      // 32 and what the network holds were taken, the rest was not.
      expect(socket.bufferedAmount).toBeGreaterThan(PADDING.length * 20);
      expect(answers).toEqual([]);
    });
  } finally {
    await stand.destroy();
  }
  await until('all is answered', () => answers.length === MESSAGES, 20_000);
  expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
    new Set(['{"type":"location_saved","success":true}']),
  );
  expect(socket.bufferedAmount).toBe(0);
  const stored = await rig.app.db('location_positions').where('user_id', one.userId);
  expect(stored).toHaveLength(MESSAGES);
  socket.terminate();
});

/** No JSON, and more than its answer. */
const NOTHING = '{'.repeat(300);
const AT_ONCE = 1000;
/** Their answers are more than the network between two processes of one machine takes. */
const MOST_TIMES = 200;

it('hears who reads no answers no more, until they read', async () => {
  const one = await rig.actor();
  const socket = new WebSocket(`${rig.app.url.replace('http', 'ws')}/ws/location/`, {
    headers: asProgram(await signIn(rig.app, one)),
  });
  let answers = 0;
  socket.on('message', () => (answers += 1));
  await new Promise((resolve) => socket.once('open', resolve));
  socket.pause();
  let times = 0;
  /** Whether all of it has been taken within a time that is long for that. */
  const sendMore = async (): Promise<boolean> => {
    times += 1;
    for (let count = 0; count < AT_ONCE; count += 1) socket.send(NOTHING);
    return until('it was taken', () => socket.bufferedAmount === 0, 3000).then(
      () => true,
      () => false,
    );
  };
  while (times < MOST_TIMES && (await sendMore()));
  expect(times).toBeLessThan(MOST_TIMES);
  expect(answers).toBe(0);
  socket.resume();
  await until('all is answered', () => answers === times * AT_ONCE, 30_000);
  socket.terminate();
}, 90_000);
