import { createAnswerFilter } from './answer-filter';

const message = (type: string, body: string) => {
  const head = Buffer.alloc(5);
  head.write(type, 'latin1');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, Buffer.from(body)]);
};
const row = message('D', 'a row of some length');
const failure = message('E', 'SERROR');
const ready = (status: string) => message('Z', status);

function pass(answer: Buffer, pieceLength: number): Buffer {
  const forwarded: Buffer[] = [];
  const filter = createAnswerFilter((bytes) => forwarded.push(bytes));
  for (let place = 0; place < answer.length; place += pieceLength) {
    filter.take(answer.subarray(place, place + pieceLength));
  }
  filter.finish();
  return Buffer.concat(forwarded);
}

describe.each([1, 2, 3, 5, 7, 26, 1000])('an answer in pieces of %i bytes', (pieceLength) => {
  it('says once, and last, that the server is ready', () => {
    const answer = Buffer.concat([row, failure, ready('E'), ready('I')]);
    expect(pass(answer, pieceLength)).toEqual(Buffer.concat([row, failure, ready('I')]));
  });

  it('is otherwise passed on as it is', () => {
    const answer = Buffer.concat([row, row, failure, row, ready('T')]);
    expect(pass(answer, pieceLength)).toEqual(answer);
  });
});

it('says nothing of readiness before the exchange is over', () => {
  const forwarded: Buffer[] = [];
  const filter = createAnswerFilter((bytes) => forwarded.push(bytes));
  filter.take(Buffer.concat([failure, ready('I')]));
  expect(Buffer.concat(forwarded)).toEqual(failure);
});

it('keeps what it was given, though the engine overwrites its memory', () => {
  const forwarded: Buffer[] = [];
  const filter = createAnswerFilter((bytes) => forwarded.push(bytes));
  const memory = Buffer.from(row);
  filter.take(memory);
  memory.fill(0);
  expect(Buffer.concat(forwarded)).toEqual(row);
});
