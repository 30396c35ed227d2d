import { completeDefinition, scheduledJobId, secondsToNextTry } from './job';

const job = completeDefinition({ name: 'test.job', run: () => Promise.resolve() });

it('waits twice as long before each further try', () => {
  const waits = [0, 1, 2, 3, 4].map((triesBefore) => secondsToNextTry(job, triesBefore));
  expect(waits).toEqual([60, 120, 240, 480, 960]);
});

describe('the id of a scheduled job', () => {
  const at = new Date('2025-03-14T10:32:00.012Z');

  it('is a UUID, the same on every server', () => {
    const id = scheduledJobId('test.job', at);
    expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(scheduledJobId('test.job', new Date('2025-03-14T10:32:00.987Z'))).toBe(id);
  });

  it('is another one for another job or moment', () => {
    const ids = [
      scheduledJobId('test.job', at),
      scheduledJobId('test.other', at),
      scheduledJobId('test.job', new Date('2025-03-14T10:33:00Z')),
    ];
    expect(new Set(ids).size).toBe(3);
  });
});
