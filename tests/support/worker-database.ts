/** Gives each worker of the test runner the database and data folder that global setup made for it. */
const { TEST_WORKERS: prepared = '[]', JEST_WORKER_ID: worker = '1' } = process.env;
const environments = JSON.parse(prepared) as Record<string, string>[];
const own = environments[Number(worker) - 1];
if (!own) throw new Error(`Global setup made no database for worker ${worker}`);
Object.assign(process.env, own);
