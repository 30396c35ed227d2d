import { createServer } from 'node:http';
import { Pool } from 'pg';

/** What the bare server is told: one statement, its values, and which of them come from the box. */
export interface BareStatement {
  port: number;
  databaseUrl: string;
  poolSize: number;
  sql: string;
  values: unknown[];
  /** Position in `values` to position in `bbox=w,s,e,n`. */
  boxValues: [number, number][];
}

/**
 * The least a server can do: node:http and pg, the statement of the app, no checks, no rules beyond
 * those in the statement. `fork(this file)`, send a `BareStatement`, then wait for `ready`.
 */
function serve({ port, databaseUrl, poolSize, sql, values, boxValues }: BareStatement): void {
  const pool = new Pool({ connectionString: databaseUrl, max: poolSize });
  const server = createServer((request, response) => {
    const bbox = new URL(request.url ?? '/', 'http://bare').searchParams.get('bbox') ?? '';
    const sides = bbox.split(',').map(Number);
    const bound = [...values];
    for (const [at, side] of boxValues) bound[at] = sides[side];
    pool.query<{ text: string; count: number }>(sql, bound).then(
      ({ rows: [page] }) => {
        response.setHeader('Content-Type', 'application/geo+json');
        response.end(
          `{"type":"FeatureCollection","features":[${page?.text ?? ''}],"numberReturned":${page?.count ?? 0}}`,
        );
      },
      (error: Error) => response.writeHead(500).end(error.message),
    );
  });
  server.listen(port, '127.0.0.1', () => process.send?.('ready'));
}

process.once('message', (statement: BareStatement) => serve(statement));
