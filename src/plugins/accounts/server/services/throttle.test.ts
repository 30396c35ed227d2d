import type { AddAll, CounterStore } from '../../../../lib/throttle/counter-store';
import { createInsuredStore } from '../../../../lib/throttle/insured-store';
import type { RateLimitedProblem } from '../../../../lib/throttle/limit';
import { createWindowCounters } from '../../../../lib/throttle/window-counters';
import { DEFAULT_THROTTLE } from '../throttle-config';
import { createThrottleService } from './throttle';

const IDENTIFIERS = 'login-failed-identifier';

/** A store of memory that several services share as processes would share a database. */
function sharedStore() {
  const clock = { at: 1_000_000 };
  const now = () => clock.at;
  const counters = createWindowCounters({ maxKeys: 10_000, now });
  const state = { isUp: true, statements: 0 };
  const answering = <Result>(work: () => Result): Promise<Result> => {
    state.statements += 1;
    return state.isUp ? Promise.resolve(work()) : Promise.reject(new Error('away'));
  };
  const store: CounterStore = {
    add: (...given) => answering(() => counters.add(...given)),
    read: (key) => answering(() => counters.read(key)),
    remove: (key) => answering(() => counters.remove(key)),
  };
  const addAll: AddAll = (increments) =>
    answering(() =>
      increments.map(({ key, points, endsAtMs }) =>
        counters.add(key, points, (endsAtMs - clock.at) / 1000),
      ),
    );
  const startService = (changes: Partial<typeof DEFAULT_THROTTLE> = {}) =>
    createThrottleService({
      ...DEFAULT_THROTTLE,
      anonymous: { points: 20, perSeconds: 60 },
      ...changes,
      store: createInsuredStore({
        store,
        memory: createWindowCounters({ maxKeys: 10_000, now }),
        now,
        onChange: () => undefined,
      }),
      addAll,
      now,
      close: () => undefined,
    });
  return { clock, state, startService };
}

const refusalOf = (work: Promise<unknown>): Promise<RateLimitedProblem | undefined> =>
  work.then(
    () => undefined,
    (problem: RateLimitedProblem) => problem,
  );

describe('a named limit', () => {
  it('is one count however many processes ask', async () => {
    const { startService } = sharedStore();
    const [one, other] = [startService(), startService()];
    for (let round = 0; round < 5; round += 1) {
      await one.consume('export', 'a');
      await other.consume('export', 'a');
    }
    expect(await one.allows('export', 'a')).toBe(false);
    expect(await refusalOf(other.consume('export', 'a'))).toMatchObject({
      type: 'rate-limited',
      status: 429,
    });
    expect(await one.allows('export', 'b')).toBe(true);
    expect(await one.allows('upload', 'a')).toBe(true);
  });

  it('tells the true time left, and lets through who waits as long', async () => {
    const { clock, startService } = sharedStore();
    const throttle = startService();
    for (let round = 0; round < 10; round += 1) await throttle.consume('export', 'a');
    clock.at += 20_500;
    const refusal = await refusalOf(throttle.consume('export', 'a'));
    expect(refusal?.retryAfterSeconds).toBe(40);
    clock.at += 3000;
    expect((await refusalOf(throttle.consume('export', 'a')))?.retryAfterSeconds).toBe(37);
    clock.at += 36_500;
    await throttle.consume('export', 'a');
  });

  it('costs the store next to nothing once the limit is reached', async () => {
    const { state, startService } = sharedStore();
    const throttle = startService();
    for (let round = 0; round < 1000; round += 1) await throttle.allows('export', 'a');
    expect(state.statements).toBe(11);
  });

  it('is halved and kept while the store is away', async () => {
    const { state, startService } = sharedStore();
    const throttle = startService();
    state.isUp = false;
    const passed: boolean[] = [];
    for (let round = 0; round < 10; round += 1) passed.push(await throttle.allows('export', 'a'));
    expect(passed.filter(Boolean)).toHaveLength(5);
  });

  it('takes keys of any length', async () => {
    const { startService } = sharedStore();
    const throttle = startService();
    for (let round = 0; round < 10; round += 1) await throttle.consume('export', 'x'.repeat(9999));
    expect(await throttle.allows('export', 'x'.repeat(9999))).toBe(false);
    expect(await throttle.allows('export', 'x'.repeat(9998))).toBe(true);
  });
});

describe('failures', () => {
  it('bring delays of 1, 2, 4 ... 60 seconds after the free ones, until they are forgotten', async () => {
    const { clock, startService } = sharedStore();
    const throttle = startService();
    const delays: number[] = [];
    for (let round = 0; round < 13; round += 1) {
      await throttle.assertNotDelayed(IDENTIFIERS, 'a');
      await throttle.penalise(IDENTIFIERS, 'a');
      const refusal = await refusalOf(throttle.assertNotDelayed(IDENTIFIERS, 'a'));
      delays.push(refusal?.retryAfterSeconds ?? 0);
      clock.at += delays[round] ? (delays[round] ?? 0) * 1000 : 0;
    }
    expect(delays).toEqual([0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
    await throttle.assertNotDelayed(IDENTIFIERS, 'b');
    await throttle.penalise(IDENTIFIERS, 'a');
    await throttle.reset(IDENTIFIERS, 'a');
    await throttle.assertNotDelayed(IDENTIFIERS, 'a');
    await throttle.penalise(IDENTIFIERS, 'a');
    await throttle.assertNotDelayed(IDENTIFIERS, 'a');
  });

  it('at the same moment get no more guesses than one after the other', async () => {
    const { startService } = sharedStore();
    const services = [startService(), startService()];
    const guesses = Array.from({ length: 40 }, async (_, index) => {
      const throttle = services[index % 2] ?? startService();
      await throttle.assertNotDelayed(IDENTIFIERS, 'a');
      await throttle.penalise(IDENTIFIERS, 'a');
    });
    const outcomes = await Promise.allSettled(guesses);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
  });

  it('never shut a person out for longer than a quarter of an hour', async () => {
    const { clock, startService } = sharedStore();
    const throttle = startService();
    for (let round = 0; round < 100; round += 1) {
      await throttle.penalise(IDENTIFIERS, 'a').catch(() => undefined);
    }
    clock.at += 15 * 60_000;
    await throttle.assertNotDelayed(IDENTIFIERS, 'a');
    await throttle.penalise(IDENTIFIERS, 'a');
  });
});

describe('the general limit', () => {
  const client = { address: '192.0.2.1' };
  const isRefused = (state: { used: number; limit: { points: number } } | undefined) =>
    state !== undefined && state.used > state.limit.points;

  it('is shared with other processes when they tell each other', async () => {
    const { startService } = sharedStore();
    const [one, other] = [startService(), startService()];
    for (let round = 0; round < 10; round += 1) {
      expect(isRefused(one.countRequest(client))).toBe(false);
      expect(isRefused(other.countRequest(client))).toBe(false);
    }
    await one.synchronise();
    await other.synchronise();
    expect(isRefused(other.countRequest(client))).toBe(true);
    // The first learned of its own requests only; it hears of the others when it next has news.
    expect(isRefused(one.countRequest(client))).toBe(false);
    await one.synchronise();
    expect(isRefused(one.countRequest(client))).toBe(true);
  });

  it('costs the store nothing for clients that ask little, however many they are', async () => {
    const { state, startService } = sharedStore();
    const throttle = startService();
    for (let index = 0; index < 100_000; index += 1) {
      throttle.countRequest({ address: `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}` });
    }
    await throttle.synchronise();
    expect(state.statements).toBe(0);
  });

  it('counts accounts apart from clients, and one network of IPv6 as one', () => {
    const { startService } = sharedStore();
    const throttle = startService();
    for (let index = 0; index < 20; index += 1) {
      throttle.countRequest({ address: `2001:db8::${index.toString(16)}` });
    }
    expect(isRefused(throttle.countRequest({ address: '2001:db8::ffff' }))).toBe(true);
    expect(isRefused(throttle.countRequest({ address: '2001:db8:0:1::1' }))).toBe(false);
    expect(isRefused(throttle.countRequest({ userId: 1 }))).toBe(false);
  });

  it('is counted by this process alone, at half, while the store is away, and told later', async () => {
    const { clock, state, startService } = sharedStore();
    const [one, other] = [startService(), startService()];
    for (let round = 0; round < 9; round += 1) one.countRequest(client);
    state.isUp = false;
    await one.synchronise();
    expect(isRefused(one.countRequest(client))).toBe(false);
    expect(isRefused(one.countRequest(client))).toBe(true);
    state.isUp = true;
    clock.at += 1000;
    await one.synchronise();
    expect(isRefused(one.countRequest(client))).toBe(false);
    for (let round = 0; round < 10; round += 1) other.countRequest(client);
    await other.synchronise();
    expect(isRefused(other.countRequest(client))).toBe(true);
  });

  it('is over when its window is', () => {
    const { clock, startService } = sharedStore();
    const throttle = startService();
    for (let round = 0; round < 25; round += 1) throttle.countRequest(client);
    clock.at += 60_000;
    expect(throttle.countRequest(client)).toMatchObject({ used: 1, resetMs: 60_000 });
  });
});

it('lifts every limit when it is told to', async () => {
  const { state, startService } = sharedStore();
  const throttle = startService({ isEnabled: false });
  for (let round = 0; round < 100; round += 1) {
    await throttle.consume('export', 'a');
    await throttle.penalise(IDENTIFIERS, 'a');
    await throttle.assertNotDelayed(IDENTIFIERS, 'a');
  }
  expect(throttle.countRequest({ userId: 1 })).toBeUndefined();
  expect(state.statements).toBe(0);
});
