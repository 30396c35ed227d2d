import { createPublicAccessService } from './public-access';

it('asks the database once a second, however many ask', async () => {
  let [time, questions] = [0, 0];
  const access = createPublicAccessService({
    isAllowed: () => Promise.resolve(++questions === 1),
    now: () => time,
  });
  expect(await Promise.all([access.mayRead(), access.mayRead()])).toEqual([true, true]);
  time = 999;
  expect(await access.mayRead()).toBe(true);
  time = 1000;
  expect(await access.mayRead()).toBe(false);
  expect(questions).toBe(2);
});

it('tells a failure and asks again', async () => {
  const answers = [Promise.reject(new Error('no connection')), Promise.resolve(true)];
  const access = createPublicAccessService({
    isAllowed: () => answers.shift() ?? Promise.resolve(false),
    now: () => 0,
  });
  await expect(access.mayRead()).rejects.toThrow('no connection');
  expect(await access.mayRead()).toBe(true);
});
