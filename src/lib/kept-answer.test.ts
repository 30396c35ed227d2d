import { EventEmitter } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { presentClient, runForClient } from './client-presence';
import { keepAnswer } from './kept-answer';

const START = Date.parse('2025-03-14T12:00:00Z');

function rig(read: () => Promise<number>) {
  let at = START;
  const ask = keepAnswer(read, { keepMs: 1000, now: () => new Date(at) });
  return { ask, pass: (ms: number) => (at += ms) };
}

it('reads once for all who ask in time, and says when', async () => {
  let reads = 0;
  const { ask, pass } = rig(() => Promise.resolve((reads += 1)));
  const [first, second] = await Promise.all([ask(), ask()]);
  expect([first.value, second.value]).toEqual([1, 1]);
  pass(999);
  expect(await ask()).toEqual({ value: 1, readAt: new Date(START) });
  pass(1);
  expect(await ask()).toEqual({ value: 2, readAt: new Date(START + 1000) });
});

it('asks again for what could not be read', async () => {
  let reads = 0;
  const { ask } = rig(() => {
    reads += 1;
    return reads === 1 ? Promise.reject(new Error('down')) : Promise.resolve(reads);
  });
  await expect(ask()).rejects.toThrow('down');
  expect((await ask()).value).toBe(2);
});

it('keeps reading for the others when the client who asked first leaves', async () => {
  const res = Object.assign(new EventEmitter(), { writableFinished: false });
  const client = { res } as unknown as Parameters<typeof runForClient>[0];
  const { ask } = rig(async () => {
    await setImmediate();
    presentClient()?.throwIfGone();
    return 1;
  });
  const first = runForClient(client, ask);
  res.emit('close');
  expect((await first).value).toBe(1);
});
