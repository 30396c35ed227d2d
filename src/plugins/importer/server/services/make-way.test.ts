import { createMakeWay } from './make-way';

function paceWhile(isOtherActive: boolean) {
  const rests: number[] = [];
  const makeWay = createMakeWay({
    db: undefined as never, // The fake below asks no database.
    activity: { isOtherActive: () => Promise.resolve(isOtherActive) },
    sleep: (ms, signal) => {
      rests.push(ms);
      return signal.aborted ? Promise.reject(new Error('aborted')) : Promise.resolve();
    },
  });
  return { makeWay, rests };
}

const { signal } = new AbortController();

it('goes on at once while nobody else asks', async () => {
  const { makeWay, rests } = paceWhile(false);
  await makeWay(200, signal);
  expect(rests).toEqual([]);
});

it('rests longer than it wrote while somebody else asks', async () => {
  const { makeWay, rests } = paceWhile(true);
  await makeWay(200, signal);
  expect(rests).toEqual([250]);
});

it('does not rest for long after a transaction that was held up', async () => {
  const { makeWay, rests } = paceWhile(true);
  await makeWay(60_000, signal);
  expect(rests).toEqual([2000]);
});

it('ends its rest when the run is to end', async () => {
  const cancel = new AbortController();
  const makeWay = createMakeWay({
    db: undefined as never, // The fake below asks no database.
    activity: { isOtherActive: () => Promise.resolve(true) },
    sleep: () => {
      cancel.abort();
      return Promise.reject(new Error('The rest was cut short'));
    },
  });
  await expect(makeWay(200, cancel.signal)).resolves.toBeUndefined();
});
