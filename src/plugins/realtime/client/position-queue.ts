import type { AcceptedPositions, PositionReport, RejectedPosition } from '../contract/location';
import { MOST_IN_PACKET } from '../contract/packet-size';
import { isPassing, pause, RealtimeProblem } from './calls';

/** The queue is full: what was given is not in it, and may be given again later. */
export class PositionQueueFull extends Error {
  constructor(most: number) {
    super(`${most} positions wait to be sent already`);
    this.name = 'PositionQueueFull';
  }
}

/** What became of positions that were sent: all but these are stored. */
export interface SentPositions {
  /** By their place in what was given. */
  rejected: RejectedPosition[];
}

interface Call {
  left: number;
  rejected: RejectedPosition[];
  resolve: (sent: SentPositions) => void;
  reject: (error: unknown) => void;
}

interface Waiting {
  call: Call;
  index: number;
  position: PositionReport;
}

interface Dependencies {
  send: (positions: PositionReport[]) => Promise<AcceptedPositions>;
  most: number;
}

/** Below 20 packets in 10 seconds, which is what the server takes. */
const EVERY_MS = 600;
const RETRY_MS = 500;
/** Asking sooner would be counted as well. */
const LIMITED_MS = 3000;

const isRateLimited = (error: unknown): boolean =>
  error instanceof RealtimeProblem && error.problem.code === 'rate-limited';

/**
 * Positions on their way to the server, in the order in which they were given. A packet is sent until it
 * is acknowledged; what the server knows a position by, its time, is set once, so that it is stored once.
 */
export function createPositionQueue({ send, most }: Dependencies) {
  const waiting: Waiting[] = [];
  let isRunning = false;
  let isClosed = false;

  function settle(packet: readonly Waiting[], { rejected }: AcceptedPositions): void {
    const reasons = new Map(rejected.map(({ index, reason }) => [index, reason]));
    for (const [at, { call, index }] of packet.entries()) {
      const reason = reasons.get(at);
      if (reason) call.rejected.push({ index, reason });
      call.left -= 1;
      if (call.left === 0) call.resolve({ rejected: call.rejected });
    }
  }

  /** @returns how long to wait before the next packet. */
  async function sendOne(): Promise<number> {
    const packet = waiting.slice(0, MOST_IN_PACKET);
    try {
      const answer = await send(packet.map(({ position }) => position));
      waiting.splice(0, packet.length);
      settle(packet, answer);
      return EVERY_MS;
    } catch (error) {
      if (isRateLimited(error)) return LIMITED_MS;
      if (isPassing(error)) return RETRY_MS;
      waiting.splice(0, packet.length);
      for (const { call } of packet) call.reject(error);
      return EVERY_MS;
    }
  }

  async function run(): Promise<void> {
    if (isRunning) return;
    isRunning = true;
    while (waiting.length > 0 && !isClosed) await pause(await sendOne());
    isRunning = false;
  }

  return {
    /**
     * Resolves when all of them are stored or rejected for good.
     * @throws PositionQueueFull, RealtimeProblem, Error when the client is closed before.
     */
    add: (positions: readonly PositionReport[]) =>
      new Promise<SentPositions>((resolve, reject) => {
        if (isClosed) throw new Error('The client is closed');
        if (waiting.length + positions.length > most) throw new PositionQueueFull(most);
        if (positions.length === 0) return resolve({ rejected: [] });
        const call: Call = { left: positions.length, rejected: [], resolve, reject };
        for (const [index, position] of positions.entries()) {
          const recordedAt = position.recordedAt ?? new Date().toISOString();
          waiting.push({ call, index, position: { ...position, recordedAt } });
        }
        void run();
      }),
    /** How many are not acknowledged yet. */
    count: () => waiting.length,
    close(): void {
      isClosed = true;
      const error = new Error('The client was closed before these positions were acknowledged');
      for (const { call } of waiting.splice(0)) call.reject(error);
    },
  };
}
