import { createDocumentId } from '../../src/lib/document-id';
import type { TestApp } from './app';
import { asProgram, makePerson, signIn, type TestPerson } from './people';

const DAY_MS = 86_400_000;
export const inDays = (days: number): Date => new Date(Date.now() + days * DAY_MS);

/** Columns of `events`; what a test does not say makes an event of tomorrow for everybody. */
export async function insertEvent(
  { db }: Pick<TestApp, 'db'>,
  columns: Record<string, unknown> = {},
): Promise<string> {
  const { is_draft: isDraft = false, ...given } = columns;
  const documentId = createDocumentId();
  const moment = new Date();
  const row = {
    document_id: documentId,
    title: 'Seal count',
    starts_at: inDays(1),
    is_online: false,
    has_waiting_list: true,
    audience: JSON.stringify(['public']),
    created_at: moment,
    updated_at: moment,
    ...given,
  };
  await db('events').insert({ ...row, published_at: null });
  if (!isDraft) await db('events').insert({ ...row, published_at: moment });
  return documentId;
}

export interface SignedIn extends TestPerson {
  headers: Record<string, string>;
}

/** A person with a session. */
export async function makeSignedIn(
  app: TestApp,
  traits: Parameters<typeof makePerson>[1] = {},
): Promise<SignedIn> {
  const person = await makePerson(app, traits);
  return { ...person, headers: asProgram(await signIn(app, person)) };
}
