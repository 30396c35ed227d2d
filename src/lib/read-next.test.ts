import { createReadNext } from './read-next';

it('gives nobody what began to be read before they asked, and reads once for many', async () => {
  const readNext = createReadNext<number>();
  const ends: ((value: number) => void)[] = [];
  const read = () => new Promise<number>((resolve) => ends.push(resolve));
  const first = readNext('a', read);
  const [second, third] = [readNext('a', read), readNext('a', read)];
  const other = readNext('b', read);
  expect(ends).toHaveLength(2);
  ends[0]?.(1);
  ends[1]?.(9);
  expect([await first, await other]).toEqual([1, 9]);
  await Promise.resolve();
  expect(ends).toHaveLength(3);
  ends[2]?.(2);
  expect(await Promise.all([second, third])).toEqual([2, 2]);
});

it('reads anew after a read that failed', async () => {
  const readNext = createReadNext<number>();
  const failing = readNext('a', () => Promise.reject(new Error('away')));
  const next = readNext('a', () => Promise.resolve(1));
  await expect(failing).rejects.toThrow('away');
  expect(await next).toBe(1);
});
