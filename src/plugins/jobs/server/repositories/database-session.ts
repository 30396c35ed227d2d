import type { Knex } from 'knex';
import type { Db } from 'pg-boss';

interface Connection {
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}
interface ConnectionSource {
  acquireConnection(): Promise<Connection>;
  releaseConnection(connection: Connection): Promise<void>;
}

/**
 * Lets pg-boss speak through a connection of the app's own pool, or through the one of an open
 * transaction. Its statements carry `$1`, which knex would not bind.
 */
export const sessionOn = (db: Knex): Db => ({
  async executeSql(text, values) {
    const source = db.client as ConnectionSource; // knex types its client as any
    const connection = await source.acquireConnection();
    try {
      return await connection.query(text, values);
    } catch (error) {
      // A script of pg-boss that fails between its own BEGIN and COMMIT leaves the transaction open.
      if (!db.isTransaction) await connection.query('rollback').catch(() => undefined);
      throw error;
    } finally {
      await source.releaseConnection(connection);
    }
  },
});
