import { createWorkLine, LineFull } from './work-line';

/** Work that ends when it is told to. */
function createSteps() {
  const ends: ((failure?: Error) => void)[] = [];
  const started: number[] = [];
  const step = (name: number) => () => {
    started.push(name);
    return new Promise<number>((resolve, reject) =>
      ends.push((failure) => (failure ? reject(failure) : resolve(name))),
    );
  };
  return { step, ends, started };
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

it('runs as many at once as it may, and the others in their order', async () => {
  const { step, ends, started } = createSteps();
  const line = createWorkLine({ atOnce: 2, maxWaiting: 10 });
  const results = [1, 2, 3, 4].map((name) => line.run(step(name)));
  expect(started).toEqual([1, 2]);
  ends[1]?.();
  await settled();
  expect(started).toEqual([1, 2, 3]);
  ends[0]?.();
  await settled();
  ends[2]?.();
  ends[3]?.();
  expect(await Promise.all(results)).toEqual([1, 2, 3, 4]);
});

it('turns away who comes when the line is full, and takes the next one later', async () => {
  const { step, ends } = createSteps();
  const line = createWorkLine({ atOnce: 1, maxWaiting: 1 });
  const [first, second] = [line.run(step(1)), line.run(step(2))];
  await expect(line.run(step(3))).rejects.toBeInstanceOf(LineFull);
  ends[0]?.();
  await first;
  const fourth = line.run(step(4));
  ends[1]?.();
  await second;
  await settled();
  ends[2]?.();
  expect(await fourth).toBe(4);
});

it('goes on after work that failed', async () => {
  const { step, ends } = createSteps();
  const line = createWorkLine({ atOnce: 1, maxWaiting: 1 });
  const [first, second] = [line.run(step(1)), line.run(step(2))];
  ends[0]?.(new Error('out of memory'));
  await expect(first).rejects.toThrow('out of memory');
  await settled();
  ends[1]?.();
  expect(await second).toBe(2);
});
