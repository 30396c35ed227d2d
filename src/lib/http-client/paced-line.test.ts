import { createPacedLine } from './paced-line';

const NEVER = new AbortController().signal;

function clock() {
  let nowMs = 0;
  const waits: number[] = [];
  return {
    waits,
    pass: (ms: number) => (nowMs += ms),
    now: () => nowMs,
    sleep: (ms: number) => {
      waits.push(ms);
      nowMs += ms;
      return Promise.resolve();
    },
  };
}

it('starts one piece of work after another, at the agreed distance', async () => {
  const time = clock();
  const line = createPacedLine({ minIntervalMs: 100, ...time });
  const order: string[] = [];
  const work = (name: string, takesMs: number) => () => {
    order.push(`${name} at ${time.now()}`);
    time.pass(takesMs);
    return Promise.resolve();
  };
  await Promise.all([
    line.run(work('a', 30), NEVER),
    line.run(work('b', 250), NEVER),
    line.run(work('c', 0), NEVER),
  ]);
  expect(order).toEqual(['a at 0', 'b at 100', 'c at 350']);
  expect(time.waits).toEqual([70]);
});

it('goes on after work that failed', async () => {
  const line = createPacedLine({ minIntervalMs: 0, ...clock() });
  await expect(line.run(() => Promise.reject(new Error('no')), NEVER)).rejects.toThrow('no');
  await expect(line.run(() => Promise.resolve(2), NEVER)).resolves.toBe(2);
});
