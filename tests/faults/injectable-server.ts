import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Knex } from 'knex';

/** A server with the very fault that is looked for, to prove that it would be found. */
export async function startInjectableServer(db: Knex): Promise<{ url: string; stop: () => void }> {
  const server = http.createServer((request, response) => {
    const name = new URL(request.url ?? '/', 'http://localhost').searchParams.get('name') ?? '';
    db.raw(
      `select scientific_name from occurrences where scientific_name = '${name.replaceAll('?', '\\?')}' limit 3`,
    ).then(
      ({ rows }: { rows: object[] }) => response.end(JSON.stringify(rows)),
      () => response.writeHead(400).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
