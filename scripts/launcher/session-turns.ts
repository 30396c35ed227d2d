/** The engine as far as turns need it; PGlite fits. */
export interface Engine {
  run: (bytes: Uint8Array, onOutput: (bytes: Uint8Array) => void) => Promise<void>;
  isInTransaction: () => boolean;
}

/** One client of the single session. */
export interface SessionClient {
  write: (bytes: Uint8Array) => void;
  /** An exchange of this client is answered in full. */
  finish: () => void;
  /** Asks the client to go because it holds everyone up. */
  expel: () => void;
}

interface Turn {
  client: SessionClient;
  bytes: Uint8Array;
  /** Whether the bytes end with a Sync or are a simple query, so that the session is whole again after them. */
  isComplete: boolean;
}

export interface SessionTurnsOptions {
  engine: Engine;
  onFailure: (error: unknown) => void;
  /** What brings an abandoned session back: ends an open exchange, then an open transaction. */
  cleanUp: { sync: Uint8Array; rollback: Uint8Array };
  idleInTransactionMs: number;
}

/**
 * The embedded engine is one session for all clients. A client has it to itself from the first message of an
 * exchange to the Sync that ends it, and to the end of its transaction; else one client's Bind would meet
 * another's Parse. A client that leaves in between is cleaned up after.
 */
export function createSessionTurns({
  engine,
  onFailure,
  cleanUp,
  idleInTransactionMs,
}: SessionTurnsOptions) {
  const queue: Turn[] = [];
  const gone = new WeakSet<SessionClient>();
  let owner: SessionClient | undefined;
  let isMidExchange = false;
  let isRunning = false;
  let idleTimer: NodeJS.Timeout | undefined;

  const next = (): Turn | undefined => {
    const place = owner ? queue.findIndex(({ client }) => client === owner) : 0;
    return place === -1 ? undefined : queue.splice(place, 1)[0];
  };

  const stopIdleTimer = () => {
    clearTimeout(idleTimer);
    idleTimer = undefined;
  };

  const runTurn = async ({ client, bytes, isComplete }: Turn) => {
    stopIdleTimer();
    owner = client;
    await engine.run(bytes, (output) => client.write(output));
    isMidExchange = !isComplete;
    if (isComplete) client.finish();
    if (isComplete && !engine.isInTransaction()) owner = undefined;
  };

  const forgetOwner = async () => {
    const discard = () => undefined;
    if (isMidExchange) await engine.run(cleanUp.sync, discard);
    if (engine.isInTransaction()) await engine.run(cleanUp.rollback, discard);
    isMidExchange = false;
    owner = undefined;
  };

  const watchIdleOwner = () => {
    const holdsOthersUp = owner !== undefined && queue.length > 0;
    if (!holdsOthersUp) return stopIdleTimer();
    idleTimer ??= setTimeout(() => owner?.expel(), idleInTransactionMs);
  };

  const pump = async () => {
    if (isRunning) return;
    isRunning = true;
    try {
      for (;;) {
        if (owner && gone.has(owner)) await forgetOwner();
        const turn = next();
        if (!turn) break;
        await runTurn(turn);
      }
    } catch (error) {
      onFailure(error);
      return; // a failed engine takes no further turn
    }
    isRunning = false;
    watchIdleOwner();
  };

  return {
    enqueue(turn: Turn): void {
      if (gone.has(turn.client)) return;
      queue.push(turn);
      void pump();
    },
    /** The client hung up: what it still wanted is dropped, what it left open is closed. */
    leave(client: SessionClient): void {
      gone.add(client);
      for (let place = queue.length - 1; place >= 0; place -= 1) {
        if (queue[place]?.client === client) queue.splice(place, 1);
      }
      void pump();
    },
  };
}

export type SessionTurns = ReturnType<typeof createSessionTurns>;
