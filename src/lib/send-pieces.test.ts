import { PassThrough, Writable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { sendPieces } from './send-pieces';

const MINUTE_MS = 60_000;

beforeEach(() => jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick'] }));
afterEach(() => jest.useRealTimers());

/** Lets a time go by, and the streams do what they do until they wait. */
async function pass(milliseconds: number): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await nextTurn();
  jest.advanceTimersByTime(milliseconds);
  for (let turn = 0; turn < 10; turn += 1) await nextTurn();
}

/** Pieces that come when the test lets them. */
function piecesOnDemand() {
  const through = new PassThrough({ objectMode: true });
  return {
    pieces: through as AsyncIterable<string>,
    give: (piece: string) => void through.write(piece),
    end: () => void through.end(),
  };
}

/** A client that reads the first pieces, and then no more. */
const readerOf = (count: number) => {
  const taken: string[] = [];
  const output = new Writable({
    highWaterMark: 1,
    decodeStrings: false,
    write(piece: string, _encoding, done) {
      if (taken.length === count) return;
      taken.push(piece);
      done();
    },
  });
  return { output, taken };
};

describe('sendPieces', () => {
  it('waits for pieces that are long in the making while the client reads', async () => {
    const { pieces, give, end } = piecesOnDemand();
    const { output, taken } = readerOf(Infinity);
    const sent = sendPieces(output, pieces);
    await pass(2 * MINUTE_MS);
    give('one');
    await pass(2 * MINUTE_MS);
    give('two');
    await pass(2 * MINUTE_MS);
    end();
    await sent;
    expect(taken).toEqual(['one', 'two']);
  });

  it('ends when nobody has read for a minute', async () => {
    const { pieces, give } = piecesOnDemand();
    const { output, taken } = readerOf(1);
    const sent = expect(sendPieces(output, pieces)).rejects.toThrow('Nobody reads');
    for (const piece of ['one', 'two', 'three', 'four']) give(piece);
    await pass(MINUTE_MS - 1);
    expect(output.destroyed).toBe(false);
    await pass(1);
    await sent;
    expect(taken).toEqual(['one']);
  });

  it('ends when nobody reads the last piece', async () => {
    const { pieces, give, end } = piecesOnDemand();
    const { output } = readerOf(0);
    const sent = expect(sendPieces(output, pieces)).rejects.toThrow('Nobody reads');
    give('one');
    end();
    await pass(MINUTE_MS);
    await sent;
  });
});
