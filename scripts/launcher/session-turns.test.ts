import { createSessionTurns, type Engine, type SessionClient } from './session-turns';

const text = (value: string) => Buffer.from(value);
const settle = () => new Promise((resolve) => setImmediate(resolve));

/** An engine that notes what it runs; `begin` opens a transaction, `commit` and `rollback` end it. */
function createNotingEngine() {
  const ran: string[] = [];
  let isInTransaction = false;
  const engine: Engine = {
    run: async (bytes, onOutput) => {
      await settle();
      const statement = Buffer.from(bytes).toString();
      ran.push(statement);
      if (statement === 'begin') isInTransaction = true;
      if (['commit', 'rollback'].includes(statement)) isInTransaction = false;
      onOutput(text(`answer to ${statement}`));
    },
    isInTransaction: () => isInTransaction,
  };
  return { engine, ran };
}

function setUp({ engine, ran } = createNotingEngine(), idleInTransactionMs = 60_000) {
  const failures: unknown[] = [];
  const turns = createSessionTurns({
    engine,
    cleanUp: { sync: text('sync'), rollback: text('rollback') },
    onFailure: (error) => failures.push(error),
    idleInTransactionMs,
  });
  const createClient = () => {
    const answers: string[] = [];
    const client: SessionClient = {
      write: (bytes) => answers.push(Buffer.from(bytes).toString()),
      finish: () => undefined,
      expel: () => turns.leave(client),
    };
    const ask = (statement: string, isComplete = true) =>
      turns.enqueue({ client, bytes: text(statement), isComplete });
    return { client, answers, ask };
  };
  const until = async (count: number) => {
    while (ran.length < count) await settle();
    await settle();
    await settle();
  };
  return { turns, ran, failures, createClient, until };
}

it('answers each client in the order of asking', async () => {
  const { createClient, until, ran } = setUp();
  const [first, second] = [createClient(), createClient()];
  first.ask('a');
  second.ask('b');
  first.ask('c');
  await until(3);
  expect(ran).toEqual(['a', 'b', 'c']);
  expect(first.answers).toEqual(['answer to a', 'answer to c']);
  expect(second.answers).toEqual(['answer to b']);
});

it('keeps others out of an exchange that is not complete', async () => {
  const { createClient, until, ran } = setUp();
  const [first, second] = [createClient(), createClient()];
  first.ask('parse and flush', false);
  second.ask('b');
  await until(1);
  expect(ran).toEqual(['parse and flush']);
  first.ask('execute and sync');
  await until(3);
  expect(ran).toEqual(['parse and flush', 'execute and sync', 'b']);
});

it('keeps others out of a transaction', async () => {
  const { createClient, until, ran } = setUp();
  const [first, second] = [createClient(), createClient()];
  first.ask('begin');
  second.ask('b');
  first.ask('c');
  await until(2);
  first.ask('commit');
  await until(4);
  expect(ran).toEqual(['begin', 'c', 'commit', 'b']);
});

it('rolls back for a client that leaves while its transaction is only just opening', async () => {
  const { createClient, until, ran, turns } = setUp();
  const [first, second] = [createClient(), createClient()];
  first.ask('begin');
  first.ask('never run');
  second.ask('b');
  turns.leave(first.client);
  await until(3);
  expect(ran).toEqual(['begin', 'rollback', 'b']);
});

it('ends the exchange of a client that leaves in the middle of it', async () => {
  const { createClient, until, ran, turns } = setUp();
  const [first, second] = [createClient(), createClient()];
  first.ask('parse and flush', false);
  await until(1);
  turns.leave(first.client);
  second.ask('b');
  await until(3);
  expect(ran).toEqual(['parse and flush', 'sync', 'b']);
});

it('expels a client whose idle transaction holds others up', async () => {
  const { createClient, until, ran } = setUp(createNotingEngine(), 20);
  const [first, second] = [createClient(), createClient()];
  first.ask('begin');
  await until(1);
  second.ask('b');
  await until(3);
  expect(ran).toEqual(['begin', 'rollback', 'b']);
});

it('reports a failed engine once and gives it nothing more', async () => {
  const broken = createNotingEngine();
  broken.engine.run = () => Promise.reject(new Error('unreachable executed'));
  const { createClient, failures } = setUp(broken);
  const { ask } = createClient();
  ask('a');
  ask('b');
  await settle();
  expect(failures).toHaveLength(1);
});
