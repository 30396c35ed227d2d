import { parseRetryAfter } from './failure';
import { withRetries, type RetryPolicy } from './retry';

const NEVER = new AbortController().signal;

function policyThatNotes(waits: number[]): RetryPolicy {
  return {
    attempts: 4,
    firstDelayMs: 100,
    longestDelayMs: 250,
    random: () => 1,
    sleep: (ms) => {
      waits.push(ms);
      return Promise.resolve();
    },
  };
}

function failing(times: number) {
  let calls = 0;
  return () => {
    calls += 1;
    return calls <= times ? Promise.reject(new Error(`failure ${calls}`)) : Promise.resolve(calls);
  };
}

it('doubles its waits up to the longest', async () => {
  const waits: number[] = [];
  const options = { policy: policyThatNotes(waits), decide: () => ({}), signal: NEVER };
  await expect(withRetries(failing(3), options)).resolves.toBe(4);
  expect(waits).toEqual([100, 200, 250]);
});

it('throws the last failure when the attempts are used up', async () => {
  const options = { policy: policyThatNotes([]), decide: () => ({}), signal: NEVER };
  await expect(withRetries(failing(9), options)).rejects.toThrow('failure 4');
});

it('waits as long as it was asked to', async () => {
  const waits: number[] = [];
  const options = {
    policy: policyThatNotes(waits),
    decide: () => ({ afterMs: 31_000 }),
    signal: NEVER,
  };
  await withRetries(failing(1), options);
  expect(waits).toEqual([31_000]);
});

it('does not try again what cannot help', async () => {
  const options = {
    policy: policyThatNotes([]),
    decide: () => 'give-up' as const,
    signal: NEVER,
  };
  await expect(withRetries(failing(1), options)).rejects.toThrow('failure 1');
});

it('reads Retry-After as seconds and as a date', () => {
  const nowMs = Date.UTC(2025, 0, 1);
  expect(parseRetryAfter('31', nowMs)).toBe(31_000);
  expect(parseRetryAfter('Wed, 01 Jan 2025 00:00:05 GMT', nowMs)).toBe(5000);
  expect(parseRetryAfter('Tue, 31 Dec 2024 00:00:05 GMT', nowMs)).toBe(0);
  expect(parseRetryAfter('soon', nowMs)).toBeUndefined();
  expect(parseRetryAfter(undefined, nowMs)).toBeUndefined();
});
