import type { TestApp } from './app';

export interface CsvAnswer {
  status: number;
  headers: Headers;
  text: string;
  /** Whatever JSON there is; a test asserts what it reads. */
  body: ReturnType<typeof JSON.parse>;
}

const answerOf = async (answer: Response): Promise<CsvAnswer> => {
  // `text()` would take a byte order mark away.
  const text = Buffer.from(await answer.arrayBuffer()).toString();
  const isJson = answer.headers.get('content-type')?.includes('json') ?? false;
  return {
    status: answer.status,
    headers: answer.headers,
    text,
    body: isJson ? (JSON.parse(text) as unknown) : null,
  };
};

export const exportCsv = async (
  { url }: TestApp,
  kind: string,
  { query = '', headers }: { query?: string; headers: Record<string, string> },
): Promise<CsvAnswer> =>
  answerOf(await fetch(`${url}/api/admin/${kind}/export.csv${query}`, { headers }));

export const importCsv = async (
  { url }: TestApp,
  kind: string,
  {
    csv,
    query = '',
    headers,
  }: { csv: string | Buffer; query?: string; headers: Record<string, string> },
): Promise<CsvAnswer> =>
  answerOf(
    await fetch(`${url}/api/admin/${kind}/import${query}`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv', ...headers },
      body: csv,
    }),
  );

export const lines = (...rows: string[]): string => rows.map((row) => `${row}\r\n`).join('');

export interface KeptEvent {
  actor_kind: string;
  actor_id: string;
  address: string;
  details: Record<string, unknown>;
}

/** The security event of this type that was written last. */
export async function lastEvent({ db }: TestApp, type: string): Promise<KeptEvent | undefined> {
  const event = await db('accounts_security_events')
    .where({ type })
    .orderBy('id', 'desc')
    .first<
      Omit<KeptEvent, 'details'> & { details: string }
    >('actor_kind', 'actor_id', 'address', db.raw('cast(details as text) as details'));
  return event && { ...event, details: JSON.parse(event.details) as Record<string, unknown> };
}
