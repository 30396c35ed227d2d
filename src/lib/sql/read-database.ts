import type { Knex } from 'knex';
import { Client, Pool, type PoolClient } from 'pg';
import { presentClient } from '../client-presence';
import { numbered } from './numbered';

/** Where statements that only read are sent. */
export type ReadDatabase = Pick<Knex, 'raw'>;

export interface ReadPoolOptions {
  url: string;
  maxConnections: number;
  /** The database ends a statement that takes longer. */
  statementSeconds: number;
}

/** The package knows this number and its types do not. */
type Connection = PoolClient & { processID: number };

/** How long a request waits for a connection, and how long one is kept that nobody wants. */
const CONNECT_MILLISECONDS = 5000;
const IDLE_MILLISECONDS = 30_000;

/** The settings of each connection, beside those that the address itself asks for. */
function withSettings(url: string, statementSeconds: number): string {
  const address = new URL(url);
  const given = address.searchParams.get('options');
  // Compiling a statement costs more than any of these reads takes.
  const ours = `-c statement_timeout=${statementSeconds * 1000} -c jit=off`;
  address.searchParams.set('options', given ? `${given} ${ours}` : ours);
  return address.href;
}

/** Ends what a connection is doing, by a connection of its own: those of the pool may all be busy. */
async function cancel(url: string, processId: number): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  try {
    await client.connect();
    await client.query('select pg_cancel_backend($1)', [processId]);
  } catch {
    // The statement's own timeout ends it then.
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * A small pool of its own for reads that strangers ask for, so that they keep nobody else waiting. A
 * statement ends at its timeout, and as soon as the client that it works for has gone away. The
 * statements go to `pg` as they are: knex would copy, parse and wrap each of them again, a tenth of what
 * the app does for a page of a hundred features.
 */
export function createReadPool({ url, maxConnections, statementSeconds }: ReadPoolOptions) {
  const pool = new Pool({
    connectionString: withSettings(url, statementSeconds),
    max: maxConnections,
    connectionTimeoutMillis: CONNECT_MILLISECONDS,
    idleTimeoutMillis: IDLE_MILLISECONDS,
  });
  // What a lost connection was doing fails by itself, and the next read opens another.
  pool.on('error', () => undefined);
  pool.on('connect', (connection) => connection.on('error', () => undefined));

  async function raw(sql: string, bindings: Knex.ValueDict = {}): Promise<unknown> {
    const client = presentClient();
    client?.throwIfGone();
    const connection = (await pool.connect()) as Connection;
    let cancelled: Promise<void> | undefined;
    const stopWatching = client?.whenGone(() => {
      cancelled = cancel(url, connection.processID);
    });
    try {
      client?.throwIfGone();
      return await connection.query(numbered(sql, bindings));
    } finally {
      stopWatching?.();
      // Or it could reach the next statement of this connection.
      if (cancelled) await cancelled;
      connection.release();
    }
  }

  return {
    // Of the shapes that knex knows, reads use this one: text and named bindings.
    db: { raw: raw as unknown as Knex['raw'] } satisfies ReadDatabase,
    destroy: () => pool.end(),
  };
}

export type ReadPool = ReturnType<typeof createReadPool>;
