import diagnostics from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import knex from 'knex';
import type { StartOptions } from '../../src/plugins/importer/contract/run';
import { createImporterAlone } from '../support/importer-alone';

/*
 * A process that imports and is killed while it does: by whoever started it, or by itself at a named
 * point. What it is to do comes as JSON in its first argument; how it ended is its last line.
 */

/** At the `nth` statement that reads so, or request of that kind. */
export interface KillPoint {
  /** `answered`: the statement is done, its transaction not yet. */
  at: 'statement' | 'answered' | 'request' | 'response';
  /** Part of the statement, or of the path of the request. */
  text?: string;
  nth: number;
}

export interface Errand {
  url: string;
  inbox: string;
  start: Pick<StartOptions, 'source' | 'mode' | 'parameters'>;
  kill?: KillPoint;
}

export const VICTIM_PAGES = {
  ...{ pageSize: 60, mergeBatchSize: 25 },
  account: { user: 'shoal', password: 'of the sea' },
};

function dieAt({ nth }: KillPoint): () => void {
  let met = 0;
  return () => {
    met += 1;
    if (met === nth) process.kill(process.pid, 'SIGKILL');
  };
}

async function main({ url, inbox, start, kill }: Errand): Promise<void> {
  const db = knex({ client: 'pg', connection: process.env.DATABASE_URL, pool: { min: 1, max: 4 } });
  if (kill) {
    const meet = dieAt(kill);
    const { at, text = '' } = kill;
    const meetPath = (message: unknown) =>
      (message as { request: ClientRequest }).request.path.includes(text) && meet();
    if (at === 'request') diagnostics.subscribe('http.client.request.start', meetPath);
    if (at === 'response') diagnostics.subscribe('http.client.response.finish', meetPath);
    const meetText = ({ sql }: { sql: string }) => sql.includes(text) && meet();
    if (at === 'statement') db.on('query', meetText);
    if (at === 'answered') {
      db.on('query-response', (_: unknown, query: { sql: string }) => meetText(query));
    }
  }
  const { runs } = createImporterAlone(db, url, { ...VICTIM_PAGES, inbox });
  process.stdout.write('begun\n');
  const run = await runs.start(start);
  process.stdout.write(`${JSON.stringify({ state: run.state, tally: run.tally })}\n`);
  await db.destroy();
}

if (require.main === module) {
  main(JSON.parse(process.argv[2] ?? '{}') as Errand).catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 1;
  });
}
