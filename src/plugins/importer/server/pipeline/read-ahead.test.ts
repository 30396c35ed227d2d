import { readAhead } from './read-ahead';

async function* numbers(log: string[], failAt = Infinity): AsyncGenerator<number, void, void> {
  for (let number = 1; number <= 3; number += 1) {
    log.push(`make ${number}`);
    if (number === failAt) throw new Error('broken');
    yield Promise.resolve(number);
  }
}

it('makes the next value while one is taken, and never more', async () => {
  const log: string[] = [];
  for await (const number of readAhead(numbers(log))) {
    await new Promise((resolve) => setImmediate(resolve));
    log.push(`took ${number}`);
  }
  expect(log).toEqual(['make 1', 'make 2', 'took 1', 'make 3', 'took 2', 'took 3']);
});

it('hands over a failure after everything that came before it', async () => {
  const taken: number[] = [];
  const reading = async () => {
    for await (const number of readAhead(numbers([], 3))) taken.push(number);
  };
  await expect(reading()).rejects.toThrow('broken');
  expect(taken).toEqual([1, 2]);
});

it('ends the maker when the taker stops', async () => {
  let ended = false;
  async function* endless() {
    try {
      for (;;) yield await Promise.resolve(1);
    } finally {
      ended = true;
    }
  }
  const reading = readAhead(endless());
  await reading.next();
  await reading.return();
  expect(ended).toBe(true);
});
