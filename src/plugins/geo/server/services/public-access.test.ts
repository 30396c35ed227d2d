import { createPublicAccessService } from './public-access';

it('asks the database once a second, however many ask', async () => {
  let [time, questions] = [0, 0];
  const access = createPublicAccessService({
    readActions: () => Promise.resolve(new Set(++questions === 1 ? ['read'] : [])),
    now: () => time,
  });
  const answers = [access.mayAnyone('read'), access.mayAnyone('read'), access.mayAnyone('write')];
  expect(await Promise.all(answers)).toEqual([true, true, false]);
  time = 999;
  expect(await access.mayAnyone('read')).toBe(true);
  time = 1000;
  expect(await access.mayAnyone('read')).toBe(false);
  expect(questions).toBe(2);
});

it('tells a failure and asks again', async () => {
  const answers = [Promise.reject(new Error('no connection')), Promise.resolve(new Set(['read']))];
  const access = createPublicAccessService({
    readActions: () => answers.shift() ?? Promise.resolve(new Set<string>()),
    now: () => 0,
  });
  await expect(access.mayAnyone('read')).rejects.toThrow('no connection');
  expect(await access.mayAnyone('read')).toBe(true);
});
