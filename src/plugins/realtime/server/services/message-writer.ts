import type { Appended, NewMessage } from '../domain/message';
import { tooBusy } from '../errors';

/** Rooms are spread over so many lines, each of which writes one thing at a time. */
const LINES = 4;
const MOST_AT_ONCE = 200;
const MOST_WAITING = 5000;

interface Sending {
  message: NewMessage;
  resolve: (appended: Appended) => void;
  reject: (error: unknown) => void;
}
interface Working {
  work: () => Promise<void>;
}

interface Dependencies {
  append: (messages: readonly NewMessage[]) => Promise<Appended[]>;
  /**
   * Sends out what is stored by now, in its order. The next is written only afterwards, so that what is
   * sent out has the order of what is written.
   */
  publish: (stored: readonly { message: NewMessage; appended: Appended }[]) => Promise<void>;
  /** Told when what is stored could not be sent out; clients find it by the gap. */
  report: (error: unknown) => void;
}

const identityOf = ({ roomId, authorId, clientId }: NewMessage): string =>
  `${roomId} ${authorId} ${clientId}`;

/**
 * Writes what happens in rooms, in order for each room. Messages that came in while others were being
 * written are written together: one statement and one commit for all, however many rooms they are of.
 */
export function createMessageWriter({ append, publish, report }: Dependencies) {
  const lines = Array.from({ length: LINES }, () => ({
    waiting: [] as (Sending | Working)[],
    isRunning: false,
  }));
  let waitingCount = 0;

  /** The messages at the head of a line, up to whatever is no message. */
  function takeMessages(waiting: (Sending | Working)[]): Sending[] {
    const end = waiting.findIndex((one) => 'work' in one);
    const count = Math.min(end === -1 ? waiting.length : end, MOST_AT_ONCE);
    return waiting.splice(0, count) as Sending[];
  }

  async function writeMessages(sendings: Sending[]): Promise<void> {
    // The same message may be there twice when a client sent it again at once.
    const groups = new Map<string, Sending[]>();
    for (const sending of sendings) {
      const identity = identityOf(sending.message);
      const group = groups.get(identity);
      if (group) group.push(sending);
      else groups.set(identity, [sending]);
    }
    const messages = [...groups.values()].flatMap(([first]) => (first ? [first.message] : []));
    let appended: Appended[];
    try {
      appended = await append(messages);
    } catch (error) {
      // One of them may be what the database refuses; the others are not to suffer for it.
      if (messages.length > 1) return writeOneByOne([...groups.values()]);
      for (const { reject } of sendings) reject(error);
      return;
    }
    const stored = appended.flatMap((one, index) => {
      const message = messages[index];
      return one.outcome === 'stored' && message ? [{ message, appended: one }] : [];
    });
    await publish(stored).catch(report);
    for (const [index, group] of [...groups.values()].entries()) {
      const result = appended[index];
      for (const [turn, { resolve, reject }] of group.entries()) {
        if (!result)
          reject(new Error('The database answered for fewer messages than it was given'));
        else if (turn > 0 && result.outcome === 'stored')
          resolve({ ...result, outcome: 'repeated' });
        else resolve(result);
      }
    }
  }

  async function writeOneByOne(groups: Sending[][]): Promise<void> {
    for (const group of groups) await writeMessages(group);
  }

  async function drain(line: (typeof lines)[number]): Promise<void> {
    if (line.isRunning) return;
    line.isRunning = true;
    try {
      while (line.waiting.length > 0) {
        const messages = takeMessages(line.waiting);
        if (messages.length > 0) {
          waitingCount -= messages.length;
          await writeMessages(messages);
          continue;
        }
        waitingCount -= 1;
        const next = line.waiting.shift() as Working; // it is no message, and there is one
        await next.work();
      }
    } finally {
      line.isRunning = false;
    }
  }

  function enqueue(roomId: number, one: Sending | Working): void {
    const line = lines[roomId % LINES];
    if (!line || waitingCount >= MOST_WAITING) throw tooBusy();
    waitingCount += 1;
    line.waiting.push(one);
    void drain(line);
  }

  return {
    /** Resolves after the commit. @throws Problem `overloaded` when too many wait. */
    send: (message: NewMessage): Promise<Appended> =>
      new Promise((resolve, reject) => enqueue(message.roomId, { message, resolve, reject })),

    /** Runs `work` in the line of a room, so that what it sends out comes in order. */
    run: <Result>(roomId: number, work: () => Promise<Result>): Promise<Result> =>
      new Promise((resolve, reject) =>
        enqueue(roomId, { work: () => work().then(resolve, reject) }),
      ),
  };
}

export type MessageWriter = ReturnType<typeof createMessageWriter>;
