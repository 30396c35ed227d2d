import type { Run } from '../../contract/run';
import { needsLook, reportValues } from './run-report';
import { emptyTally } from './tally';

const run = (fields: Partial<Run> = {}): Run => ({
  ...{ id: 7, source: 'obis', mode: 'incremental', parameters: {}, state: 'succeeded' },
  ...{ cursor: null, pages: 1, expected: null, tally: emptyTally(), warnings: [], error: null },
  ...{
    askedWithdrawals: [],
    confirmedWithdrawals: [],
    withdrawals: [],
    isScheduled: true,
    profile: null,
  },
  ...{ isCancelRequested: false, createdAt: new Date(0), startedAt: null, readAtStart: 0 },
  ...{ heartbeatAt: null, finishedAt: null },
  ...fields,
});

const ASKED = [{ datasetKey: 'reef', records: 1200, stored: 3000 }];

it.each([
  [{}, false],
  [{ state: 'failed' }, true],
  [{ state: 'partial' }, true],
  [{ state: 'cancelled' }, false],
  [{ state: 'paused' }, false],
  [{ state: 'paused', askedWithdrawals: ASKED }, true],
  [{ tally: { ...emptyTally(), drift: { 'field:new': 1 } } }, true],
  [{ state: 'failed', isScheduled: false }, false],
] as [Partial<Run>, boolean][])(
  'needs a look when nobody watched and it is not well: %j',
  (...given) => {
    const [fields, expected] = given;
    expect(needsLook(run(fields))).toBe(expected);
  },
);

it('says what is asked and what came, and cuts what is long', () => {
  const values = reportValues(
    run({
      state: 'paused',
      askedWithdrawals: ASKED,
      error: { code: 'x', detail: 'y'.repeat(600) },
      warnings: Array.from({ length: 12 }, (_, n) => ({
        ...{ code: 'w', detail: `warning ${n}`, count: 1, isLossy: false },
      })),
    }),
  );
  expect(values).toMatchObject({
    ending: 'waits for you',
    asked: '1,200 of 3,000 records of dataset reef',
    warnings: expect.stringMatching(/^warning 0 \(1\); .*; and 2 more$/),
    drift: undefined,
  });
  expect(values.error).toHaveLength(504);
});
