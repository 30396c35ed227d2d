import type { Socket } from 'socket.io-client';
import type { ProblemBody } from '../../../lib/http/render-problem';
import type { ClientToServer, ServerToClient } from '../contract/events';
import type { Ack } from '../contract/sends';

/** A refusal of the server; branch on `problem.code`. */
export class RealtimeProblem extends Error {
  constructor(readonly problem: ProblemBody) {
    super(problem.detail);
    this.name = 'RealtimeProblem';
  }
}

export type EventName = keyof ClientToServer;
export type PayloadOf<Name extends EventName> = Parameters<ClientToServer[Name]>[0];
export type DataOf<Name extends EventName> =
  Parameters<Parameters<ClientToServer[Name]>[1]>[0] extends Ack<infer Data> ? Data : never;

/** Problems that are over by themselves. */
const PASSING = new Set(['overloaded', 'dependency-unavailable', 'timeout', 'internal']);
const RETRY_MS = 500;

export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Whether the same may be answered otherwise when it is asked again. */
export const isPassing = (error: unknown): boolean =>
  !(error instanceof RealtimeProblem) || PASSING.has(error.problem.code);

/** Whether the server says that there is nothing for this person, as for rooms that they are not in. */
export const isNotThere = (error: unknown): boolean =>
  error instanceof RealtimeProblem && error.problem.code === 'not-found';

/**
 * Events that a client sends, with their answers.
 * @param ackMs until an answer is given up.
 */
export function createCalls(socket: Socket<ServerToClient, ClientToServer>, ackMs: number) {
  let isClosed = false;

  /** @throws RealtimeProblem as the server refuses it, Error when no answer came. */
  async function request<Name extends EventName>(
    name: Name,
    payload: PayloadOf<Name>,
  ): Promise<DataOf<Name>> {
    // The types of socket.io-client do not follow a name that is a type parameter.
    const emitter = socket.timeout(ackMs) as unknown as {
      emitWithAck(event: string, sent: unknown): Promise<Ack<DataOf<Name>>>;
    };
    const answer = await emitter.emitWithAck(name, payload);
    if (!answer.ok) throw new RealtimeProblem(answer.problem);
    return answer.data;
  }

  /** Asks until there is an answer; for what may be asked twice. */
  async function insist<Name extends EventName>(
    name: Name,
    payload: PayloadOf<Name>,
  ): Promise<DataOf<Name>> {
    for (;;) {
      try {
        return await request(name, payload);
      } catch (error) {
        if (isClosed || !isPassing(error)) throw error;
        await pause(RETRY_MS);
      }
    }
  }

  return {
    request,
    insist,
    /** Nothing is asked again from here on. */
    stop(): void {
      isClosed = true;
    },
  };
}

export type Calls = ReturnType<typeof createCalls>;
