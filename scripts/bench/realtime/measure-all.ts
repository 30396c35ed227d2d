import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import type { Figure } from './busy';
import { ask } from './calls';
import type { Memory } from './memory-now';

export interface Players {
  app: ChildProcess;
  bare: ChildProcess;
  /** Whose people are connected to the app, and to the bare server. */
  load: ChildProcess;
  bareLoad: ChildProcess;
}

interface Settings {
  people: number;
  databaseName: string;
  /** Beginnings of names. */
  only: readonly string[] | undefined;
  /** A folder for profiles of the app, which cost it about a tenth; none when not given. */
  profiles: string | undefined;
  /** Told as it goes, since a later step may fail. */
  report: (words: string) => void;
}

/** What an idle connection takes, between the first and the last of them. */
export interface IdleMemory {
  from: number;
  to: number;
  rssBytes: number;
  heldBytes: number;
  connectionsPerSecond: number;
}

export interface Measured {
  figures: Map<string, Figure>;
  idle: { app: IdleMemory; bare: IdleMemory };
}

/** So many are in large rooms. */
const IN_LARGE = 2000;
/** Long enough that everybody has done something. */
const WARM_UP_SECONDS = 2;
const SECONDS = 4;

async function idleMemory(
  server: ChildProcess,
  load: ChildProcess,
  [from, to]: readonly [number, number],
): Promise<IdleMemory> {
  await ask(load, 'grow', from);
  const before = await ask<Memory>(server, 'memory');
  const connectionsPerSecond = await ask<number>(load, 'grow', to);
  const after = await ask<Memory>(server, 'memory');
  const each = (bytes: number) => bytes / (to - from);
  return {
    from,
    to,
    rssBytes: each(after.rssBytes - before.rssBytes),
    heldBytes: each(after.heldBytes - before.heldBytes),
    connectionsPerSecond,
  };
}

interface Contest {
  name: string;
  process: ChildProcess;
  call: string;
  /** Whose processor time counts as the server's. */
  server: ChildProcess;
  given: object;
}

/** Everything in turn, so that each has the machine to itself. */
function contestsOf({ app, bare, load, bareLoad }: Players, people: number): Contest[] {
  const inLarge = Math.min(IN_LARGE, people);
  const onApp = { process: load, server: app };
  const onBare = { process: bareLoad, server: bare };
  const inserts = { process: bare, server: bare };
  const positions = (way: string, atOnce: number, batch: number) => ({
    ...onApp,
    call: 'positions',
    given: { way, atOnce, batch, walkers: people },
  });
  const small = { writers: people, isLarge: false, atOnce: 300 };
  const large = { writers: inLarge, isLarge: true, atOnce: 100 };
  return [
    { name: 'echo, bare', ...onBare, call: 'echo', given: { writers: people, atOnce: 300 } },
    { name: 'insert one, bare', ...inserts, call: 'insertEach', given: {} },
    { name: 'insert 200, bare', ...inserts, call: 'insertMany', given: {} },
    { name: 'nothing', ...onApp, call: 'rest', given: { atOnce: 1 } },
    { name: 'messages, bare', ...onBare, call: 'chat', given: small },
    { name: 'messages', ...onApp, call: 'chat', given: small },
    { name: 'deliveries, bare', ...onBare, call: 'chat', given: large },
    { name: 'deliveries', ...onApp, call: 'chat', given: large },
    { name: 'positions, socket, 1', ...positions('socket', 300, 1) },
    { name: 'positions, socket, 20', ...positions('socket', 100, 20) },
    { name: 'positions, plain ws, 1', ...positions('plain', 200, 1) },
    { name: 'positions, osmand, 1', ...positions('osmand', 50, 1) },
    { name: 'positions, overland, 200', ...positions('overland', 20, 200) },
  ];
}

/** Connects everybody, looks at what that takes, and puts each load on in turn. */
export async function measureAll(players: Players, settings: Settings): Promise<Measured> {
  const { people, databaseName, only, profiles, report } = settings;
  const { app, bare, load, bareLoad } = players;
  const range = [Math.round(people * 0.4), people] as const;
  const idle = {
    bare: await idleMemory(bare, bareLoad, range),
    app: await idleMemory(app, load, range),
  };
  report(`${people} people are connected`);
  const inLarge = Math.min(IN_LARGE, people);
  const figures = new Map<string, Figure>();
  let isInLarge = false;
  for (const { name, process, call, server, given } of contestsOf(players, people)) {
    if (only && !only.some((start) => name.startsWith(start))) continue;
    if (!isInLarge && name.startsWith('deliveries')) {
      await ask(bareLoad, 'joinLarge', inLarge);
      await ask(load, 'joinLarge', inLarge);
      isInLarge = true;
    }
    const loadSettings = {
      warmUpSeconds: WARM_UP_SECONDS,
      seconds: SECONDS,
      serverPid: server.pid ?? 0,
      databaseName,
    };
    const isProfiled = profiles !== undefined && server === app;
    if (isProfiled) await ask(app, 'startProfile');
    const figure = await ask<Figure>(process, call, { ...loadSettings, ...given });
    if (isProfiled) await ask(app, 'writeProfile', path.join(profiles, `${name}.cpuprofile`));
    figures.set(name, figure);
    report(`${name}: ${Math.round(figure.perSecond)}/s`);
  }
  return { figures, idle };
}
