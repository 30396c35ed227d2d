import type { Knex } from 'knex';

export type CheckState = 'ok' | 'unavailable';

/** What a server that works leans on; `version` and `missing` are for people with the token only. */
export interface HealthReport {
  status: CheckState;
  checks: {
    database: { status: CheckState; error?: string };
    postgis: { status: CheckState; version?: string };
    sqlFiles: { status: CheckState; applied?: number; missing?: string[] };
  };
}

/** Where `applySqlFiles` records what it has done. */
const APPLIED_TABLE = 'shoal_sql_files';

interface HealthDependencies {
  db: Knex;
  /** Names of the files that must have been applied, as `applySqlFiles` records them. */
  readSqlFileNames: () => Promise<string[]>;
  timeoutMs?: number;
}

const withoutDatabase = (error: unknown): HealthReport => ({
  status: 'unavailable',
  checks: {
    database: { status: 'unavailable', error: error instanceof Error ? error.name : 'Error' },
    postgis: { status: 'unavailable' },
    sqlFiles: { status: 'unavailable' },
  },
});

async function readPostgis(db: Knex): Promise<HealthReport['checks']['postgis']> {
  const asked = await db.raw<{ rows: { version: string }[] }>(
    `select extversion as version from pg_extension where extname = 'postgis'`,
  );
  const version = asked.rows[0]?.version;
  return version === undefined ? { status: 'unavailable' } : { status: 'ok', version };
}

async function readSqlFiles({
  db,
  readSqlFileNames,
}: HealthDependencies): Promise<HealthReport['checks']['sqlFiles']> {
  const hasTable = await db.schema.hasTable(APPLIED_TABLE);
  const rows = hasTable ? await db<{ name: string }>(APPLIED_TABLE).select('name') : [];
  const applied = new Set(rows.map(({ name }) => name));
  const missing = (await readSqlFileNames()).filter((name) => !applied.has(name));
  const status = missing.length === 0 ? 'ok' : 'unavailable';
  return { status, applied: applied.size, missing };
}

async function ask(dependencies: HealthDependencies): Promise<HealthReport> {
  const postgis = await readPostgis(dependencies.db);
  const sqlFiles = await readSqlFiles(dependencies);
  const isWhole = postgis.status === 'ok' && sqlFiles.status === 'ok';
  return {
    status: isWhole ? 'ok' : 'unavailable',
    checks: { database: { status: 'ok' }, postgis, sqlFiles },
  };
}

/**
 * Answers within `timeoutMs` whatever the database does. Probes that come together share one
 * question, and a question that hangs is not asked again beside it: a database in trouble does not
 * need the help of its probes.
 */
export function createHealthChecks(dependencies: HealthDependencies) {
  const { timeoutMs = 2000 } = dependencies;
  let running: Promise<HealthReport> | undefined;

  function share(): Promise<HealthReport> {
    running ??= ask(dependencies)
      .catch(withoutDatabase)
      .finally(() => {
        running = undefined;
      });
    return running;
  }

  return {
    async check(): Promise<HealthReport> {
      let timer: NodeJS.Timeout | undefined;
      const tooLate = new Promise<HealthReport>((resolve) => {
        timer = setTimeout(
          () => resolve(withoutDatabase(new DOMException('', 'TimeoutError'))),
          timeoutMs,
        );
      });
      try {
        return await Promise.race([share(), tooLate]);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

export type HealthChecks = ReturnType<typeof createHealthChecks>;
