import type { TestApp } from '../../support/app';
import { asProgram, makePerson, signIn, type TestPerson } from '../../support/people';

export const PRINCIPALS = [
  'anonymous',
  'student',
  'mentor',
  'supervisor',
  'admin',
  'suspended',
] as const;
export type PrincipalName = (typeof PRINCIPALS)[number];

export interface Asker {
  name: PrincipalName;
  headers: Record<string, string>;
  /** Null for nobody. */
  person: TestPerson | null;
}

export interface World {
  app: TestApp;
  askers: Record<PrincipalName, Asker>;
  /** Two groups: all askers but the administrator belong to A, none to B. */
  groupA: string;
  groupB: string;
  /** A student of A who is none of the askers, and one of B. */
  mate: TestPerson;
  stranger: TestPerson;
}

type Data = Record<string, unknown>;

/** Makes an entry as an editor would; gives its documentId. */
export async function make(
  { app }: Pick<World, 'app'>,
  uid: string,
  data: Data,
  status?: 'draft' | 'published',
): Promise<string> {
  const documents = app.strapi.documents(uid as 'api::event.event');
  const { documentId } = await documents.create({ data: data as never, ...(status && { status }) });
  return documentId;
}

export async function makeWorld(app: TestApp): Promise<World> {
  const people = {
    student: await makePerson(app),
    mentor: await makePerson(app, { role: 'mentor' }),
    supervisor: await makePerson(app, { role: 'supervisor' }),
    admin: await makePerson(app, { role: 'admin' }),
    suspended: await makePerson(app),
  };
  const [mate, stranger] = [await makePerson(app), await makePerson(app)];
  const groupA = await make({ app }, 'api::group.group', {
    name: 'A',
    code: 'A-1',
    mentor: people.mentor.userId,
  });
  const groupB = await make({ app }, 'api::group.group', { name: 'B', code: 'B-1' });
  const members = [
    [groupA, people.student],
    [groupA, people.supervisor],
    [groupA, people.suspended],
    [groupA, mate],
    [groupB, stranger],
  ] as const;
  for (const [group, { userId }] of members) {
    await make({ app }, 'api::group-membership.group-membership', { group, user: userId });
  }
  const askers: Partial<Record<PrincipalName, Asker>> = {
    anonymous: { name: 'anonymous', headers: {}, person: null },
  };
  for (const [name, person] of Object.entries(people) as [PrincipalName, TestPerson][]) {
    askers[name] = { name, person, headers: asProgram(await signIn(app, person)) };
  }
  // The session is older than the suspension, as that of somebody who is thrown out.
  await app
    .db('up_users')
    .where('id', people.suspended.userId)
    .update({ account_status: 'suspended' });
  return { app, askers: askers as World['askers'], groupA, groupB, mate, stranger };
}

/** Lets time pass for an announcement: nobody publishes one that is over. */
export async function setTimes(
  { app }: Pick<World, 'app'>,
  documentId: string,
  { from, until }: { from?: Date; until?: Date },
): Promise<void> {
  await app
    .db('announcements')
    .where('document_id', documentId)
    .update({ publish_at: from ?? null, expire_at: until ?? null });
}
