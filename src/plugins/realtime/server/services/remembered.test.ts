import { createRemembered } from './remembered';

const create = () => createRemembered<number | null>({ most: 2, mostMs: 60_000 });
const never = () => Promise.reject(new Error('It is known.'));

describe('answers that are remembered', () => {
  it('are asked for once by all who want to know at the same time', async () => {
    const answers = create();
    let asked = 0;
    const look = () => Promise.resolve((asked += 1));
    await expect(Promise.all([answers.ask('a', look), answers.ask('a', look)])).resolves.toEqual([
      1, 1,
    ]);
    expect(asked).toBe(1);
  });

  it('are given at once when they are known, null as well', async () => {
    const answers = create();
    await answers.ask('a', () => Promise.resolve(null));
    expect(answers.ask('a', never)).toBeNull();
    answers.keep('b', 2);
    expect(answers.ask('b', never)).toBe(2);
  });

  it('are asked for again when they failed or are not to be kept', async () => {
    const answers = create();
    await expect(answers.ask('a', never)).rejects.toThrow('It is known.');
    const isNumber = (value: number | null) => value !== null;
    await answers.ask('a', () => Promise.resolve(null), isNumber);
    await answers.ask('a', () => Promise.resolve(3), isNumber);
    expect(answers.ask('a', never)).toBe(3);
  });

  it('do not come back late over one that was told meanwhile', async () => {
    const answers = create();
    let settle: (value: number) => void = () => undefined;
    const late = answers.ask('a', () => new Promise((resolve) => (settle = resolve)));
    answers.keep('a', 2);
    settle(1);
    await expect(late).resolves.toBe(1);
    expect(answers.ask('a', never)).toBe(2);
  });
});
