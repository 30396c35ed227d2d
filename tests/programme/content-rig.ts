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
