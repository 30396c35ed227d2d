import { PassThrough } from 'node:stream';
import { confirm } from './confirm';

const answer = (text: string) => {
  const input = Object.assign(new PassThrough(), { isTTY: true });
  input.end(text);
  return confirm('Go on?', { input, output: new PassThrough() });
};

it.each([
  ['y\n', true],
  ['YES\n', true],
  ['\n', false],
  ['yesterday\n', false],
])('takes %j for %s', async (text, expected) => {
  expect(await answer(text)).toBe(expected);
});

it('asks nobody where there is no terminal', async () => {
  const streams = { input: new PassThrough(), output: new PassThrough() };
  expect(await confirm('Go on?', streams)).toBeNull();
});
