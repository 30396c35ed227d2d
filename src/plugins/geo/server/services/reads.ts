import { createReadPool, type ReadDatabase } from '../../../../lib/sql/read-database';
import type { GeoConfig } from '../config';

/** Where this plugin reads: a pool of its own, or the connections of the app. */
export function createReadsService(config: GeoConfig['reads'], appDatabase: () => ReadDatabase) {
  const pool = config && createReadPool(config);
  return {
    database: (): ReadDatabase => pool?.db ?? appDatabase(),
    end: async (): Promise<void> => pool?.destroy(),
  };
}

export type ReadsService = ReturnType<typeof createReadsService>;
