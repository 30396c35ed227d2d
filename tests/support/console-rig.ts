import type { TestApp } from './app';
import { asProgram, makePerson, signIn, type TestPerson } from './people';
import type { Person } from '../../src/api/person/person-fields';
import { ask, type Answer } from './sign-in-rig';

export interface ConsolePerson extends TestPerson {
  /** Headers of a program that this person is signed in with. */
  headers: Record<string, string>;
}

/** A person with a live session. */
export async function makeSignedIn(
  app: TestApp,
  traits: Parameters<typeof makePerson>[1] = {},
): Promise<ConsolePerson> {
  const person = await makePerson(app, traits);
  return { ...person, headers: asProgram(await signIn(app, person)) };
}

/** Asks below `/api/admin` as this person. */
export const askConsole = (
  app: TestApp,
  { headers }: Pick<ConsolePerson, 'headers'>,
  path: string,
  asked: { method?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer> =>
  ask(app, `/admin${path}`, { ...asked, headers: { ...headers, ...asked.headers } });

/** The person that a call of the console answered with. */
export const personIn = ({ body }: Answer): Person => (body as { data: Person }).data;

/** The people that the console's list answered with. */
export const peopleIn = ({ body }: Answer): Person[] => (body as { data: Person[] }).data;

/** A group as it stands in the database; its code is the next. */
export async function makeGroup(
  { db }: Pick<TestApp, 'db'>,
  name: string,
): Promise<{ id: number; documentId: string; code: string }> {
  const documentId = `g${name.toLowerCase().replace(/[^a-z0-9]/g, '')}`.padEnd(24, '0');
  const [row] = await db('groups')
    .insert({ document_id: documentId, name, created_at: new Date(), published_at: new Date() })
    .returning<{ id: number; code: string }[]>(['id', 'code']);
  if (!row) throw new Error('The group was not made');
  return { ...row, documentId };
}
