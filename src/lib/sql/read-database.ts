import knex, { type Knex } from 'knex';
import { Client } from 'pg';
import { whileClientStays } from '../client-presence';

/** Where statements that only read are sent. */
export type ReadDatabase = Pick<Knex, 'raw'>;

export interface ReadPoolOptions {
  url: string;
  maxConnections: number;
  /** The database ends a statement that takes longer. */
  statementSeconds: number;
}

/** What is used here of the client of knex, which knex leaves untyped. */
interface PoolClient {
  acquireConnection(): Promise<{ processID: number }>;
  releaseConnection(connection: { processID: number }): Promise<void>;
}

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
 * statement ends at its timeout, and as soon as the client that it works for has gone away.
 */
export function createReadPool({ url, maxConnections, statementSeconds }: ReadPoolOptions) {
  const pool = knex({
    client: 'pg',
    connection: { connectionString: withSettings(url, statementSeconds) },
    pool: { min: 0, max: maxConnections },
    acquireConnectionTimeout: 5000,
  });
  const client = pool.client as PoolClient;

  async function raw(sql: string, bindings?: Knex.RawBinding[] | Knex.ValueDict): Promise<unknown> {
    const signal = whileClientStays();
    signal?.throwIfAborted();
    const connection = await client.acquireConnection();
    let cancelled: Promise<void> | undefined;
    const onAbort = () => {
      cancelled = cancel(url, connection.processID);
    };
    signal?.addEventListener('abort', onAbort);
    try {
      signal?.throwIfAborted();
      const statement = bindings === undefined ? pool.raw(sql) : pool.raw(sql, bindings as never);
      return (await statement.connection(connection)) as unknown;
    } finally {
      signal?.removeEventListener('abort', onAbort);
      // Or it could reach the next statement of this connection.
      await cancelled;
      await client.releaseConnection(connection);
    }
  }

  return {
    // Of the shapes that knex knows, reads use this one: text and bindings.
    db: { raw: raw as unknown as Knex['raw'] } satisfies ReadDatabase,
    destroy: () => pool.destroy(),
  };
}

export type ReadPool = ReturnType<typeof createReadPool>;
