import { readFileSync } from 'node:fs';
import path from 'node:path';
import { io, type Socket } from 'socket.io-client';
import { connectRealtime, type RealtimeClient } from '../../src/plugins/realtime/client';
import { until } from '../support/launcher-process';
import { useRealtime } from '../support/realtime-rig';

const rig = useRealtime();
const DOCS = path.join(__dirname, '..', '..', 'docs');
const page = readFileSync(path.join(DOCS, 'realtime.md'), 'utf8');

interface Example {
  client: RealtimeClient;
  socket: Socket;
  messages: Map<string, { text: string }>;
  watch: { latest(): unknown[] };
  race: { passages(): unknown[] };
  rejected: unknown[];
}

/** The examples of the page, one after the other as they stand; with another address and room. */
function examples(room: string): string {
  const blocks = [...page.matchAll(/^```ts\n(.*?)^```/gms)].map(([, code = '']) => code);
  return blocks
    .join('\n')
    .replaceAll(/^import .*$/gm, '')
    .replaceAll('https://shoal.example.org', rig.app.url)
    .replaceAll('group:BTF046', room);
}

it('shows examples that do what the page says', async () => {
  const one = await rig.actor();
  const { room } = await rig.room(one);
  await rig.admin.ask(`POST /api/rooms/${room}/checkpoints`, {
    name: 'Pier',
    turn: null,
    lon: -9.2,
    lat: 38.7,
    radiusMeters: 100,
  });
  const lines: string[] = [];
  const given = {
    connectRealtime,
    io,
    accessToken: await rig.tokenOf(one),
    console: { log: (line: string) => lines.push(line) },
  };
  const code = `${examples(room)}\nreturn { client, socket, messages, watch, race, rejected };`;
  const AsyncFunction = Object.getPrototypeOf(async () => Promise.resolve()).constructor as new (
    ...parts: string[]
  ) => (...values: unknown[]) => Promise<Example>;
  const example = new AsyncFunction(...Object.keys(given), code);
  const { client, socket, messages, watch, race, rejected } = await example(
    ...Object.values(given),
  );
  try {
    expect(rejected).toEqual([]);
    await until('the position is seen', () => watch.latest().length === 1, 5000);
    await until('the checkpoint is passed', () => race.passages().length === 1, 5000);
    await until('all is said', () => lines.length >= 4, 5000);
    expect([...messages.values()]).toMatchObject([
      { text: 'Low tide at six', reactions: [{ emoji: '🐙' }] },
    ]);
    expect(lines).toEqual(expect.arrayContaining(['message 1', 'reaction 2']));
    expect(lines.some((line) => line.endsWith(' -9.2 38.7'))).toBe(true);
  } finally {
    client.close();
    socket.disconnect();
  }
});

it('names no address that is not in the API document', () => {
  const { paths } = JSON.parse(readFileSync(path.join(DOCS, 'openapi.json'), 'utf8')) as {
    paths: Record<string, Record<string, unknown>>;
  };
  const known = new Set(Object.keys(paths).map((one) => one.replaceAll(/\{[^}]+\}/g, ':')));
  const named = [...page.matchAll(/(?:[A-Z]+`?|`|…) ?\/api(\/[a-zA-Z/:.-]+)/g)].map(
    ([, one = '']) => one.replaceAll(/:[a-z]+/gi, ':'),
  );
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((one) => one !== '/docs' && !known.has(one))).toEqual([]);
});

it('names the events that there are', () => {
  const folder = path.join(DOCS, '..', 'src', 'plugins', 'realtime', 'contract');
  const declared = ['events.ts', 'location-events.ts'].flatMap((file) =>
    [...readFileSync(path.join(folder, file), 'utf8').matchAll(/^ {2}'([a-z-]+:[a-z-]+)'/gm)].map(
      ([, name]) => name,
    ),
  );
  const named = [...page.matchAll(/`([a-z]+:[a-z-]+)(?=[` ])/g)].map(([, name]) => name);
  const events = named.filter((name) => !/^(kind|group|event):/.test(name ?? ''));
  expect([...new Set(events)].sort()).toEqual([...new Set(declared)].sort());
});
