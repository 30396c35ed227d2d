import { connectRealtime, type RealtimeClient } from '../../src/plugins/realtime/client';
import { until } from '../support/launcher-process';
import { useClients } from '../support/realtime-clients';
import { useRealtime, type Actor } from '../support/realtime-rig';

const rig = useRealtime();
const clientOf = useClients(rig);
const anHour = () => new Date(Date.now() + 3_600_000);

/** A client whose tokens come from these, one for each time that it asks; the last one for good. */
async function withTokens(
  person: Actor,
  tokens: (() => Promise<string>)[],
  use: (client: RealtimeClient, asked: () => number) => Promise<void>,
): Promise<void> {
  let asked = 0;
  const client = connectRealtime({
    url: rig.app.url,
    token: () => {
      asked += 1;
      return tokens[asked - 1]?.() ?? rig.tokenOf(person);
    },
    ackSeconds: 2,
    socket: { transports: ['websocket'] },
  });
  try {
    await use(client, () => asked);
  } finally {
    client.close();
  }
}

const wrong = () => Promise.resolve('wrong');
const failing = () => Promise.reject(new Error('no token now'));

it('connects again after the server has refused it, with a newer token', async () => {
  const one = await rig.actor();
  const { room } = await rig.room(one);
  await withTokens(one, [wrong, wrong], async (client, asked) => {
    const refusals: unknown[] = [];
    client.socket.on('connect_error', (error) => refusals.push(error.message));
    const { text } = await client.send(room, { text: 'At last' });
    expect([text, asked(), refusals]).toEqual([
      'At last',
      3,
      ['unauthenticated', 'unauthenticated'],
    ]);
  });
}, 30_000);

it('asks for a token until there is one, and says nothing to the server before', async () => {
  const one = await rig.actor();
  const { room } = await rig.room(one);
  await withTokens(one, [failing], async (client, asked) => {
    const refusals: unknown[] = [];
    client.socket.on('connect_error', (error) => refusals.push(error.message));
    await client.send(room, { text: 'At last' });
    expect([asked(), refusals]).toEqual([2, []]);
  });
}, 30_000);

it('asks no more once it is closed', async () => {
  const one = await rig.actor();
  let count = () => 0;
  for (const tokens of [[wrong], [failing]]) {
    await withTokens(one, tokens, async (client, asked) => {
      count = asked;
      const isRefused = new Promise((resolve) => client.socket.on('connect_error', resolve));
      await (tokens[0] === wrong
        ? isRefused
        : until('it has asked', () => Promise.resolve(asked() === 1), 5000));
    });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(count()).toBe(1);
  }
}, 30_000);

it('joins and watches again when that failed, without another connection', async () => {
  const [one, other] = [await rig.actor(), await rig.actor()];
  const { room } = await rig.room(one, other);
  const [mine, theirs] = [clientOf(one), clientOf(other)];
  await mine.share(room, anHour());
  const heard: (string | undefined)[] = [];
  const seen: number[] = [];
  await theirs.follow(room, { onEvent: ({ message }) => heard.push(message?.text) });
  await theirs.watchPositions(room, {
    onPositions: (positions) => void seen.push(...positions.map(({ lon }) => lon)),
  });
  let connections = 0;
  theirs.socket.on('connect', () => (connections += 1));
  const rename = (from: string, to: string) =>
    rig.app.db.raw(`alter table ${from} rename to ${to}`);
  theirs.socket.disconnect();
  await mine.send(room, { text: 'Missed' });
  await one.ask('POST /api/location-reports', { lon: 5, lat: 5 });
  await rename('chat_rooms', 'chat_rooms_away');
  try {
    theirs.socket.connect();
    await until('it is back', () => theirs.socket.connected, 5000);
    // Long enough for the first attempt to be answered.
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect([heard, seen]).toEqual([[], []]);
  } finally {
    await rename('chat_rooms_away', 'chat_rooms');
  }
  await until('all is told', () => heard.length === 1 && seen.length === 1, 10_000);
  expect([heard, seen, connections]).toEqual([['Missed'], [5], 1]);
}, 30_000);
