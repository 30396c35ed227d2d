import { coresBetween, cpuOf } from './cpu-of';

/** What a load did while it was measured. */
export interface Figure {
  perSecond: number;
  /** Until the answer came, in milliseconds. */
  p50: number;
  p99: number;
  /** What else was counted, each second; deliveries. */
  countedPerSecond: number;
  /** Cores that the server, the database and the load kept busy. */
  cores: { server: number; database: number; load: number };
}

export interface Busy {
  /** How many things are under way at once. */
  atOnce: number;
  warmUpSeconds: number;
  seconds: number;
  /** Does the next thing; how many of what is measured were acknowledged. */
  work: (turn: number) => Promise<number>;
  /** Something that goes on meanwhile, as a total. */
  counted?: () => number;
  serverPid: number;
  /** A word of the command lines of the database's processes. */
  databaseName: string;
}

const quantile = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;

/**
 * Keeps as many things under way for some seconds, and counts those that were acknowledged between the
 * warm-up and the end.
 * @throws Error when one of them failed.
 */
export async function keepBusy(busy: Busy): Promise<Figure> {
  const { atOnce, warmUpSeconds, seconds, work, counted = () => 0, serverPid, databaseName } = busy;
  const startsAt = performance.now() + warmUpSeconds * 1000;
  const endsAt = startsAt + seconds * 1000;
  const latencies: number[] = [];
  let turn = 0;
  let done = 0;

  async function worker(): Promise<void> {
    while (performance.now() < endsAt) {
      const began = performance.now();
      turn += 1;
      const units = await work(turn);
      const now = performance.now();
      if (now < startsAt || now > endsAt) continue;
      done += units;
      latencies.push(now - began);
    }
  }

  const look = () => ({
    at: performance.now(),
    counted: counted(),
    cpu: cpuOf({ serverPid, databaseName }),
  });
  const after = (ms: number) =>
    new Promise<ReturnType<typeof look>>((resolve) => setTimeout(() => resolve(look()), ms));
  const looks = Promise.all([after(warmUpSeconds * 1000), after((warmUpSeconds + seconds) * 1000)]);
  await Promise.all(Array.from({ length: atOnce }, worker));
  const [first, last] = await looks;
  const passed = (last.at - first.at) / 1000;
  latencies.sort((one, other) => one - other);
  return {
    perSecond: done / seconds,
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    countedPerSecond: (last.counted - first.counted) / passed,
    cores: coresBetween(first.cpu, last.cpu, passed),
  };
}
