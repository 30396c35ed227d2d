import type { TestApp } from '../support/app';
import { asProgram, makePerson, signIn } from '../support/people';
import { ask, type Answer } from '../support/sign-in-rig';

const ROLES = ['student', 'mentor', 'supervisor', 'admin'] as const;
export type Reader = 'anonymous' | (typeof ROLES)[number];
export const READERS: readonly Reader[] = ['anonymous', ...ROLES];

interface Asked {
  method?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface ContentRig {
  /** Asks the API as one of these. */
  as(reader: Reader, path: string, asked?: Asked): Promise<Answer>;
  /** Sends a form. */
  send(reader: Reader, path: string, form: FormData): Promise<Answer>;
  /** The same, stopping where an answer leads elsewhere; of a problem, `body` is what it says. */
  follow(reader: Reader, path: string, asked: Asked): Promise<Answer>;
  /** Writes as an administrator: `{data}` of a new entry. */
  add(path: string, data: object): Promise<Answer>;
  /** How many SQL statements that match `about` it takes; sessions and jobs send theirs as they like. */
  countStatements(about: RegExp, work: () => Promise<unknown>): Promise<number>;
}

/** One person of each role, signed in. */
export async function createContentRig(app: TestApp): Promise<ContentRig> {
  const headers: Partial<Record<Reader, Record<string, string>>> = {};
  for (const role of ROLES) {
    const person = await makePerson(app, { role });
    headers[role] = asProgram(await signIn(app, person));
  }
  const as: ContentRig['as'] = (reader, path, asked = {}) =>
    ask(app, path, { ...asked, headers: { ...headers[reader], ...asked.headers } });

  return {
    as,
    async send(reader, path, form) {
      const init = { method: 'POST', headers: headers[reader], body: form };
      const answer = await fetch(`${app.url}/api${path}`, init);
      const body: unknown = await answer.json();
      return { status: answer.status, headers: answer.headers, body };
    },
    async follow(reader, path, { method = 'GET', headers: more }) {
      const answer = await fetch(`${app.url}/api${path}`, {
        method,
        redirect: 'manual',
        headers: { ...headers[reader], ...more },
      });
      const text = await answer.text();
      const body: unknown = text.startsWith('{') ? JSON.parse(text) : null;
      return { status: answer.status, headers: answer.headers, body };
    },
    add: (path, data) => as('admin', path, { body: { data } }),
    async countStatements(about, work) {
      let count = 0;
      const note = ({ sql }: { sql: string }) => void (count += about.test(sql) ? 1 : 0);
      app.db.on('query', note);
      await work();
      app.db.removeListener('query', note);
      return count;
    },
  };
}

/** The codes and places of what a 422 or 400 complains about. */
export const faultsOf = ({ body }: Answer): string[] =>
  (body as { errors: { pointer?: string; parameter?: string }[] }).errors.map(
    ({ pointer, parameter }) => pointer ?? parameter ?? '',
  );

export const titlesOf = ({ body }: Answer): string[] =>
  (body as { data: { title: string }[] }).data.map(({ title }) => title);

let files = 0;

/** A file as an upload would have left it in the table. */
export async function insertFile(
  { db }: TestApp,
  columns: Record<string, unknown> = {},
): Promise<{ id: number; documentId: string }> {
  files += 1;
  const documentId = `f${String(files).padStart(23, '0')}`;
  const rows = await db('files')
    .insert({
      document_id: documentId,
      name: 'Tide tables.pdf',
      hash: `h${files}`,
      ext: '.pdf',
      mime: 'application/pdf',
      size: 12.5,
      url: `/uploads/h${files}.pdf`,
      provider: 'local',
      ...columns,
    })
    .returning<{ id: number }[]>('id');
  const [row] = rows;
  if (!row) throw new Error('nothing was inserted');
  return { id: row.id, documentId };
}

export const insertPicture = (app: TestApp): Promise<{ id: number; documentId: string }> =>
  insertFile(app, { name: 'Reef.jpg', ext: '.jpg', mime: 'image/jpeg', width: 64, height: 48 });
