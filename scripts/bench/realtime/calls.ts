import type { ChildProcess } from 'node:child_process';

interface Call {
  id: number;
  name: string;
  given: unknown;
}
interface Answer {
  id: number;
  result?: unknown;
  error?: string;
}

/** What a process of a measurement does when it is asked; what is given and answered crosses as JSON. */
export type Calls = Record<string, (given: never) => unknown>;

const textOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);

/** Answers the calls of the process that started this one, and ends with it. */
export function answerCalls(calls: Calls): void {
  async function answer({ id, name, given }: Call): Promise<void> {
    try {
      const result = await calls[name]?.(given as never); // both sides are of the same bench
      process.send?.({ id, result } satisfies Answer);
    } catch (error) {
      process.send?.({ id, error: textOf(error) } satisfies Answer);
    }
  }
  process.on('message', (call: Call) => void answer(call));
  process.once('disconnect', () => process.exit());
}

let lastId = 0;

/** @throws Error when the call failed or the process ended. */
export function ask<Result>(child: ChildProcess, name: string, given?: unknown): Promise<Result> {
  lastId += 1;
  const id = lastId;
  return new Promise((resolve, reject) => {
    const settle = (then: () => void) => {
      child.off('message', onMessage);
      child.off('exit', onExit);
      then();
    };
    const onMessage = (answer: Answer) => {
      if (answer.id !== id) return;
      if (answer.error === undefined) settle(() => resolve(answer.result as Result));
      else settle(() => reject(new Error(`${name}: ${answer.error}`)));
    };
    const onExit = () => settle(() => reject(new Error(`${name}: the process ended`)));
    child.on('message', onMessage);
    child.on('exit', onExit);
    child.send({ id, name, given } satisfies Call);
  });
}
