import { startApp, type TestApp } from '../support/app';
import { insertEvent, makeSignedIn, type SignedIn } from '../support/events';
import { signInToPanel, type PanelAccount } from '../support/panel';
import { ask } from '../support/sign-in-rig';

process.env.THROTTLE_ENABLED = 'false';

const EVENTS = 'api::event.event';
const REGISTRATIONS = 'api::event-registration.event-registration';

let app: TestApp;
let admin: SignedIn;
let people: SignedIn[];
let staff: PanelAccount;
beforeAll(async () => {
  app = await startApp();
  admin = await makeSignedIn(app, { role: 'admin' });
  people = await Promise.all(Array.from({ length: 4 }, () => makeSignedIn(app)));
  staff = await signInToPanel(app);
});
afterAll(() => app.stop());

const register = (event: string, { headers }: SignedIn) =>
  ask(app, `/events/${event}/registration`, { method: 'POST', headers });
const statusesOf = async (event: string): Promise<string[]> => {
  const rows = await app
    .db('event_registrations')
    .where('event_document_id', event)
    .orderBy('id')
    .select<{ registration_status: string }[]>('registration_status');
  return rows.map((row) => row.registration_status);
};
/** How many links of registrations lead to each version of an event, drafts first. */
const linksOf = async (event: string): Promise<number[]> => {
  const { rows } = await app.db.raw<{ rows: { links: number }[] }>(
    `select cast(count(link.event_registration_id) as integer) as links
       from events as version
       left join event_registrations_event_lnk as link on link.event_id = version.id
      where version.document_id = ?
      group by version.id, version.published_at
      order by version.published_at nulls first`,
    [event],
  );
  return rows.map(({ links }) => links);
};
const full = async (): Promise<string> => {
  const event = await insertEvent(app, { capacity: 2 });
  for (const person of people) await register(event, person);
  expect(await statusesOf(event)).toEqual(['registered', 'registered', 'waiting', 'waiting']);
  return event;
};

describe('the waiting list moves up', () => {
  const moved = ['registered', 'registered', 'registered', 'waiting'];

  it('when an administrator raises the capacity by the API', async () => {
    const event = await full();
    const { status, body } = await ask(app, `/events/${event}`, {
      method: 'PUT',
      headers: admin.headers,
      body: { data: { capacity: 3 } },
    });
    expect([status, body.data.placesLeft]).toEqual([200, 0]);
    expect(await statusesOf(event)).toEqual(moved);
  });

  it('when an editor publishes a higher capacity, and not before', async () => {
    const event = await full();
    const path = `/content-manager/collection-types/${EVENTS}/${event}`;
    const saved = await staff.ask(path, { method: 'PUT', body: { capacity: 3 } });
    expect(saved.status).toBe(200);
    expect(await statusesOf(event)).not.toEqual(moved);
    const published = await staff.ask(`${path}/actions/publish`, {
      method: 'POST',
      body: { capacity: 3 },
    });
    expect(published.status).toBe(200);
    expect(await statusesOf(event)).toEqual(moved);
  });

  it('when the capacity is raised or lifted by SQL', async () => {
    const event = await full();
    await app.db('events').where('document_id', event).update({ capacity: 3 });
    expect(await statusesOf(event)).toEqual(moved);
    await app.db('events').where('document_id', event).update({ capacity: null });
    expect(await statusesOf(event)).toEqual(Array(4).fill('registered'));
  });

  it('when a person who comes is deleted by SQL', async () => {
    const event = await full();
    const leaving = await makeSignedIn(app);
    await app.db('events').where('document_id', event).update({ capacity: 5 });
    await register(event, leaving);
    const late = await makeSignedIn(app);
    await register(event, late);
    await app.db('up_users').where('id', leaving.userId).delete();
    expect(await statusesOf(event)).toEqual(Array(5).fill('registered'));
  });

  it('takes no place from anybody when the capacity is lowered', async () => {
    const event = await full();
    await app.db('events').where('document_id', event).update({ capacity: 1 });
    expect(await statusesOf(event)).toEqual(['registered', 'registered', 'waiting', 'waiting']);
    const { body } = await ask(app, `/events/${event}`);
    expect(body.data.placesLeft).toBe(0);
  });
});

describe('registrations stay', () => {
  const documents = () => app.strapi.documents(EVENTS);

  it('when their event is published again', async () => {
    const event = await full();
    const before = await statusesOf(event);
    await documents().update({ documentId: event, data: { title: 'Other' } as never });
    await documents().publish({ documentId: event });
    expect(await statusesOf(event)).toEqual(before);
    expect(await linksOf(event)).toEqual([4, 4]);
  });

  it('when it is unpublished, and published later on', async () => {
    const event = await full();
    const before = await statusesOf(event);
    await documents().unpublish({ documentId: event });
    expect((await register(event, await makeSignedIn(app))).status).toBe(404);
    expect(await statusesOf(event)).toEqual(before);
    await documents().publish({ documentId: event });
    expect(await statusesOf(event)).toEqual(before);
    expect(await linksOf(event)).toEqual([4, 4]);
  });

  it('when the changes of a draft are thrown away', async () => {
    const event = await full();
    await documents().update({ documentId: event, data: { title: 'Other' } as never });
    await documents().discardDraft({ documentId: event });
    expect(await linksOf(event)).toEqual([4, 4]);
  });

  it('when people register while it is being published', async () => {
    const event = await insertEvent(app);
    const publish = () => documents().publish({ documentId: event });
    const answers = await Promise.all([
      publish(),
      ...people.map(async (person) => (await register(event, person)).status),
      publish(),
    ]);
    expect(answers.filter((answer) => answer === 201)).toHaveLength(4);
    expect(await linksOf(event)).toEqual([4, 4]);
  });
});

describe('a registration made by hand', () => {
  const save = (body: object) =>
    staff.ask(`/content-manager/collection-types/${REGISTRATIONS}`, { method: 'POST', body });
  const connect = (id: number, documentId: string) => ({
    connect: [{ id, documentId, isTemporary: true }],
    disconnect: [],
  });
  const draftOf = async (event: string) => {
    const row = await app
      .db('events')
      .where({ document_id: event, published_at: null })
      .first<{ id: number }>('id');
    return connect(row.id, event);
  };
  const userOf = ({ userId, documentId }: SignedIn) => connect(userId, documentId);
  const refusalOf = async (answer: Response) =>
    ((await answer.json()) as { error: { message: string; details: { errors: unknown } } }).error;

  it('counts like any other, and shows whose it is', async () => {
    const event = await insertEvent(app, { capacity: 5 });
    const [person] = people as [SignedIn];
    const saved = await save({
      event: await draftOf(event),
      user: userOf(person),
      registrationStatus: 'registered',
    });
    expect(saved.status).toBe(201);
    const row = await app
      .db('event_registrations')
      .where('event_document_id', event)
      .first<Record<string, unknown>>();
    expect(row).toMatchObject({
      user_document_id: person.documentId,
      label: expect.stringContaining('Seal count'),
    });
    expect((await register(event, person)).body.code).toBe('already-registered');
    const { body } = await ask(app, `/events/${event}`, { headers: person.headers });
    expect(body.data).toMatchObject({ placesLeft: 4, registration: { status: 'registered' } });
  });

  it('is refused for somebody who has one, in words', async () => {
    const event = await insertEvent(app);
    const [person] = people as [SignedIn];
    await register(event, person);
    const refused = await save({ event: await draftOf(event), user: userOf(person) });
    expect(refused.status).toBe(400);
    const message = 'This person is registered for this event already.';
    expect(await refusalOf(refused)).toMatchObject({
      message,
      details: { errors: [{ path: ['user'], message }] },
    });
    expect(await statusesOf(event)).toHaveLength(1);
  });

  it('is refused where a change would make a second one, and when it is duplicated', async () => {
    const event = await insertEvent(app);
    const [person, other] = people as [SignedIn, SignedIn];
    await register(event, person);
    await register(event, other);
    const row = await app
      .db('event_registrations')
      .where({ event_document_id: event, user_document_id: other.documentId })
      .first<{ document_id: string; id: number }>('document_id', 'id');
    const path = `/content-manager/collection-types/${REGISTRATIONS}`;
    const changed = await staff.ask(`${path}/${row.document_id}`, {
      method: 'PUT',
      body: { user: userOf(person) },
    });
    expect(changed.status).toBe(400);
    const kept = await staff.ask(`${path}/${row.document_id}`, {
      method: 'PUT',
      body: { registrationStatus: 'waiting', user: userOf(other) },
    });
    expect(kept.status).toBe(200);
    expect(await statusesOf(event)).toEqual(['registered', 'waiting']);
    const clone = await staff.ask(`${path}/clone/${row.document_id}`, { method: 'POST', body: {} });
    expect([clone.status, (await refusalOf(clone)).message]).toEqual([
      400,
      'Make a new registration instead.',
    ]);
  });

  it('is refused without a person or an event', async () => {
    const event = await insertEvent(app);
    const [person] = people as [SignedIn];
    const withoutPerson = await save({ event: await draftOf(event) });
    expect([withoutPerson.status, (await refusalOf(withoutPerson)).message]).toEqual([
      400,
      'Choose a person.',
    ]);
    const withoutEvent = await save({ user: userOf(person) });
    expect((await refusalOf(withoutEvent)).message).toBe('Choose an event.');
    expect(await statusesOf(event)).toEqual([]);
  });

  it('frees its place when it is deleted by hand', async () => {
    const event = await full();
    const row = await app
      .db('event_registrations')
      .where('event_document_id', event)
      .orderBy('id')
      .first<{ document_id: string }>('document_id');
    const path = `/content-manager/collection-types/${REGISTRATIONS}/${row.document_id}`;
    expect((await staff.ask(path, { method: 'DELETE' })).status).toBe(200);
    expect(await statusesOf(event)).toEqual(['registered', 'registered', 'waiting']);
  });

  it('goes with its person when that is deleted in the panel', async () => {
    const event = await insertEvent(app);
    const person = await makeSignedIn(app);
    await register(event, person);
    const users = '/content-manager/collection-types/plugin::users-permissions.user';
    await staff.ask(`${users}/${person.documentId}`, { method: 'DELETE' });
    expect(await statusesOf(event)).toEqual([]);
  });
});
