import type { CounterStore } from './counter-store';
import { createInsuredStore } from './insured-store';
import { createWindowCounters } from './window-counters';

interface Fault {
  kind: 'none' | 'fails' | 'hangs';
}

/** A shared store made of memory, which can be made to fail or to hang. */
function rig() {
  const clock = { at: 1_000_000 };
  const now = () => clock.at;
  const fault: Fault = { kind: 'none' };
  const asked: string[] = [];
  const hanging: (() => void)[] = [];
  const counters = createWindowCounters({ maxKeys: 100, now });
  async function answering<Result>(name: string, work: () => Result): Promise<Result> {
    asked.push(name);
    if (fault.kind === 'fails') throw new Error('no store');
    if (fault.kind === 'hangs') await new Promise<void>((resolve) => hanging.push(resolve));
    return work();
  }
  const shared: CounterStore = {
    add: (...given) => answering('add', () => counters.add(...given)),
    read: (key) => answering('read', () => counters.read(key)),
    remove: (key) => answering('remove', () => counters.remove(key)),
  };
  const changes: boolean[] = [];
  const store = createInsuredStore({
    store: shared,
    memory: createWindowCounters({ maxKeys: 100, now }),
    now,
    onChange: (isDown) => changes.push(isDown),
    timeoutMs: 20,
  });
  const thaw = () => hanging.splice(0).forEach((resolve) => resolve());
  return { store, clock, fault, asked, changes, thaw };
}

it('counts in the shared store while that answers', async () => {
  const { store, changes } = rig();
  await store.add('a', 1, 60);
  expect(await store.add('a', 1, 60)).toEqual({ used: 2, resetMs: 60_000, isInsured: false });
  expect(await store.read('a')).toMatchObject({ used: 2 });
  expect(changes).toEqual([]);
});

it('counts by itself while the store fails, and says so once', async () => {
  const { store, clock, fault, asked, changes } = rig();
  fault.kind = 'fails';
  for (let used = 1; used <= 3; used += 1) {
    expect(await store.add('a', 1, 60)).toMatchObject({ used, isInsured: true });
  }
  // It failed once and was then left alone for a moment.
  expect(asked).toEqual(['add']);
  expect(store.isDown()).toBe(true);
  clock.at += 1000;
  fault.kind = 'none';
  expect(await store.add('a', 1, 60)).toMatchObject({ used: 1, isInsured: false });
  expect(changes).toEqual([true, false]);
});

it('waits no longer than its time-out, and asks nobody again who still hangs', async () => {
  const { store, clock, fault, asked, thaw } = rig();
  fault.kind = 'hangs';
  expect(await store.add('a', 1, 60)).toMatchObject({ used: 1, isInsured: true });
  clock.at += 5000;
  expect(await store.add('a', 1, 60)).toMatchObject({ used: 2, isInsured: true });
  expect(asked).toEqual(['add']);
  fault.kind = 'none';
  thaw();
  await new Promise(setImmediate);
  // The late answer counts, and shows that the store is well.
  expect(await store.add('a', 1, 60)).toMatchObject({ used: 2, isInsured: false });
});
