import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createInsuredStore } from './insured-store';
import { createSynchronisedLimiter } from './synchronised-limiter';
import { createWindowCounters } from './window-counters';

const FLOOD = 1_000_000;
const MAX_KEYS = 50_000;
const now = () => Date.now();

/** Bytes in use after what is garbage is gone. */
function heapInUse(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

it('holds through a million keys, for the general limit (L-09)', () => {
  const nobody = () => Promise.reject(new Error('not asked'));
  const store = createInsuredStore({
    store: { add: nobody, read: nobody, remove: nobody },
    memory: createWindowCounters({ maxKeys: 10, now }),
    now,
    onChange: () => undefined,
  });
  const limit = { points: 300, perSeconds: 3600 };
  const limiter = createSynchronisedLimiter({ name: 'x', limit, store, addAll: nobody, now });
  const before = heapInUse();
  for (let index = 0; index < FLOOD; index += 1) {
    limiter.count(`flood-${index}`);
    if (index % 10_000 === 0) limiter.count('busy');
  }
  expect(heapInUse() - before).toBeLessThan(20_000_000);
  expect(limiter.count('busy').used).toBe(101);
  limiter.stop();
});

it('holds through a million keys, for what is counted while the store is away', () => {
  const memory = createWindowCounters({ maxKeys: MAX_KEYS, now });
  const before = heapInUse();
  for (let index = 0; index < FLOOD; index += 1) memory.add(`flood-${index}`, 1, 3600);
  expect(heapInUse() - before).toBeLessThan(20_000_000);
  expect(memory.read(`flood-${FLOOD - 1}`)).toMatchObject({ used: 1 });
});
