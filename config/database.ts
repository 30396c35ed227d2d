import { loadEnv } from '../src/env';

const env = loadEnv();

export default {
  connection: {
    client: 'postgres',
    connection: { connectionString: env.databaseUrl },
    pool: { min: 0, max: env.DATABASE_POOL_MAX },
    acquireConnectionTimeout: 5000,
    useNullAsDefault: true,
  },
  settings: { useTypescriptMigrations: false },
};
