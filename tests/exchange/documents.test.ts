import { startApp, type TestApp } from '../support/app';
import { exportCsv, importCsv, lastEvent, lines, type CsvAnswer } from '../support/exchange';
import { asProgram, makePerson, signIn } from '../support/people';

process.env.THROTTLE_ENABLED = 'false';

let app: TestApp;
let headers: Record<string, string>;
beforeAll(async () => {
  app = await startApp();
  headers = asProgram(await signIn(app, await makePerson(app, { role: 'admin' })));
});
afterAll(() => app.stop());

const send = (kind: string, csv: string, query = '') =>
  importCsv(app, kind, { csv, query, headers });
const read = async (kind: string, query = '') =>
  (await exportCsv(app, kind, { query, headers })).text;
const events = () => app.strapi.documents('api::event.event');
const found = async (title: string) => {
  const [event] = await events().findMany({ filters: { title } });
  if (!event) throw new Error(`There is no event "${title}"`);
  return event;
};
const countOf = async (table: string) =>
  Number((await app.db(table).count('id').first<{ count: string }>()).count);

/** The faults of a refusal. */
const faultsOf = ({ body }: CsvAnswer) =>
  (body as { errors: { pointer: string; code: string }[] }).errors;

const HEADER = 'title,startsAt,audience,state,capacity,isOnline,onlineUrl,description';

describe('events', () => {
  it('come in as drafts or published, and go out again', async () => {
    const csv = lines(
      HEADER,
      'Reef day,2030-05-01T09:00:00Z,public,published,50,,,"=1+1, ""quoted""\r\nand 🐠"',
      'Draft day,2030-06-01T09:00:00+02:00,student;mentor,,,true,https://meet.example/x,',
    );
    const { status, body } = await send('events', csv);
    expect(body.data).toEqual({
      isDryRun: false,
      rows: 2,
      created: 2,
      updated: 0,
      unchanged: 0,
      failed: 0,
      errors: [],
    });
    expect(status).toBe(200);
    const published = await events().findMany({ status: 'published' });
    expect(published).toMatchObject([
      {
        title: 'Reef day',
        capacity: 50,
        isOnline: false,
        hasWaitingList: true,
        audience: ['public'],
        startsAt: '2030-05-01T09:00:00.000Z',
        description: '=1+1, "quoted"\r\nand 🐠',
      },
    ]);
    expect(await events().findMany({ filters: { title: 'Draft day' } })).toMatchObject([
      { isOnline: true, audience: ['student', 'mentor'], startsAt: '2030-06-01T07:00:00.000Z' },
    ]);
    expect(await lastEvent(app, 'data-imported')).toMatchObject({
      actor_kind: 'user',
      details: { kind: 'events', created: 2, isComplete: true },
    });
    const exported = await read('events');
    expect(exported).toContain(`"'=1+1, ""quoted""\r\nand 🐠"`);
    const again = await send('events', exported);
    expect(again.body.data).toMatchObject({ rows: 2, unchanged: 2, failed: 0 });
  });

  it('change by their id, are published and unpublished, and keep what a file does not say', async () => {
    const { documentId } = await found('Draft day');
    await send('events', lines('id,state', `${documentId},published`));
    await send('events', lines('id,title,capacity', `${documentId},Open day,7`));
    const [published] = await events().findMany({
      status: 'published',
      filters: { documentId },
    });
    expect(published).toMatchObject({ title: 'Open day', capacity: 7, isOnline: true });
    expect(await read('events', '?columns=title,state,registrationCount')).toContain(
      '"Open day","published",0\r\n',
    );
    const answer = await send('events', lines('id,state', `${documentId},draft`));
    expect(answer.body.data).toMatchObject({ updated: 1 });
    expect(await events().findMany({ status: 'published', filters: { documentId } })).toEqual([]);
    expect(await read('events', '?columns=title,state')).toContain('"Open day","draft"\r\n');
  });

  it('count who is registered', async () => {
    const { documentId, id } = await found('Reef day');
    const person = await makePerson(app);
    const [made] = await app
      .db('event_registrations')
      .insert({ document_id: 'r'.repeat(24), registration_status: 'registered' })
      .returning<{ id: number }[]>('id');
    const link = { event_registration_id: made?.id };
    await app.db('event_registrations_event_lnk').insert({ ...link, event_id: id });
    await app.db('event_registrations_user_lnk').insert({ ...link, user_id: person.userId });
    expect(await read('events', '?columns=id,registrationCount')).toContain(`"${documentId}",1`);
  });

  it('are refused with every fault of every row, and nothing is written', async () => {
    const before = await countOf('events');
    const csv = lines(
      'id,title,startsAt,endsAt,audience,capacity,onlineUrl,state,decimalLatitude,decimalLongitude',
      ',Fine,2030-01-01T00:00:00Z,,public,,,,,',
      ',,2030-01-01,,everyone,0,ftp://x,hidden,91,0',
      ',Back,2030-01-02T00:00:00Z,2030-01-01T00:00:00Z,all,,,,1,',
      'nobody,x,2030-01-02T00:00:00Z,,all,,,,,',
      'short',
    );
    const answer = await send('events', csv);
    const { status, body } = answer;
    expect([status, body.code]).toEqual([422, 'rows-refused']);
    expect(body).toMatchObject({
      rows: 5,
      created: 1,
      updated: 0,
      unchanged: 0,
      failed: 4,
      isWritten: false,
      detail: '4 of 5 rows cannot be imported. Nothing was written.',
    });
    expect(faultsOf(answer).map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
      '/rows/3/startsAt invalid-type',
      '/rows/4/endsAt invalid',
      '/rows/4/decimalLatitude invalid',
      '/rows/5/id unknown-id',
      '/rows/6 cell-count',
    ]);
    expect(await countOf('events')).toBe(before);
    const valued = await send(
      'events',
      lines(
        'title,startsAt,audience,capacity,onlineUrl,state,decimalLatitude,decimalLongitude',
        ',2030-01-01T00:00:00Z,everyone,0,ftp://x,hidden,91,0',
      ),
    );
    expect(faultsOf(valued).map(({ pointer }) => pointer)).toEqual([
      '/rows/2/onlineUrl',
      '/rows/2/decimalLatitude',
      '/rows/2/capacity',
      '/rows/2/audience',
      '/rows/2/state',
      '/rows/2/title',
    ]);
    expect(await countOf('events')).toBe(before);
  });

  it('say what a file would do without doing it', async () => {
    const before = await countOf('events');
    const row = 'Only tried,2030-05-01T09:00:00Z,public,published,50,,,';
    const tried = await send('events', lines(HEADER, row), '?dryRun=true');
    expect([tried.status, tried.body.data]).toMatchObject([200, { isDryRun: true, created: 1 }]);
    expect(await countOf('events')).toBe(before);
    const refused = await send('events', lines(HEADER, 'x,,,,,,,'), '?dryRun=true');
    expect([refused.status, refused.body.data]).toMatchObject([
      200,
      { isDryRun: true, failed: 1, errors: [{ row: 2 }, { row: 2 }] },
    ]);
  });

  it('are repeated in a file only by mistake', async () => {
    const { documentId } = await found('Reef day');
    const csv = lines('id,capacity', `${documentId},1`, `${documentId},2`);
    const { status, body } = await send('events', csv);
    expect([status, body.errors]).toEqual([
      422,
      [{ pointer: '/rows/3/id', code: 'repeated', message: 'Row 2 has the same id.' }],
    ]);
  });
});

describe('a file', () => {
  it.each([
    ['an unknown column', lines('title,startsAt,audience,colour', 'a,,,'), '/rows/1/colour'],
    ['a column that is there twice', lines('id,title,title', 'a,b,c'), '/rows/1/title'],
    ['a column without a name', lines('id,title,', 'a,b,c'), '/rows/1'],
    ['too few columns to make anything', lines('title,place', 'a,b'), '/rows/1/startsAt'],
    ['only columns that are not read', lines('registrationCount', '1'), '/rows/1/title'],
  ])('is refused for %s', async (_fault, csv, pointer) => {
    const { status, body } = await send('events', csv);
    expect([status, body.code, body.errors[0].pointer]).toEqual([422, 'bad-header', pointer]);
  });

  it.each([
    ['nothing', ''],
    ['a quote without an end', 'id,title\n1,"a\n'],
    ['bytes that are no UTF-8', Buffer.from('id,title\n1,caf\xe9\n', 'latin1')],
  ])('is refused for %s', async (_fault, csv) => {
    const { status, body } = await importCsv(app, 'events', { csv, headers });
    expect([status, body.code]).toEqual([400, 'malformed-body']);
  });

  it('may begin with a mark, and bring columns along that are not read', async () => {
    const csv = `\ufeff${lines('id,title,registrationCount', 'nobody,a,7')}`;
    const { body } = await send('events', csv);
    expect(body.errors[0]).toMatchObject({ pointer: '/rows/2/id', code: 'unknown-id' });
  });

  it('is taken as text/csv alone, and unpacked', async () => {
    const wrong = (more: Record<string, string>) =>
      importCsv(app, 'events', { csv: '{}', headers: { ...headers, ...more } });
    expect((await wrong({ 'content-type': 'text/plain' })).status).toBe(415);
    expect((await wrong({ 'content-type': 'application/json' })).status).toBe(415);
    expect((await wrong({ 'content-encoding': 'gzip' })).status).toBe(415);
  });

  it('is not taken with a query that is not known', async () => {
    expect((await send('events', 'x', '?invite=true')).status).toBe(400);
    expect((await send('events', 'x', '?dryRun=yes')).status).toBe(400);
  });

  it('is not taken when it is larger than uploads may be', async () => {
    const csv = Buffer.alloc(26 * 1024 * 1024, 'x');
    const { status, body } = await importCsv(app, 'events', { csv, headers });
    expect([status, body.code]).toEqual([413, 'payload-too-large']);
  });

  it('is taken from administrators alone', async () => {
    const anonymous = await importCsv(app, 'events', { csv: 'id', headers: {} });
    expect(anonymous.status).toBe(401);
    const mentor = asProgram(await signIn(app, await makePerson(app, { role: 'mentor' })));
    for (const kind of ['users', 'groups', 'events', 'resources']) {
      expect((await importCsv(app, kind, { csv: 'id', headers: mentor })).status).toBe(403);
    }
  });
});

describe('resources', () => {
  it('come in, go out and come back unchanged', async () => {
    const csv = lines(
      'title,resourceType,url,audience,state',
      'Handbook,,https://handbook.example,all,published',
      'Map,link,https://map.example,public,draft',
    );
    expect((await send('resources', csv)).body.data).toMatchObject({ created: 2 });
    const [handbook] = await app.strapi
      .documents('api::resource.resource')
      .findMany({ status: 'published' });
    await app
      .db('resource_downloads')
      .insert({ resource_document_id: handbook?.documentId, downloads: 12 });
    const exported = await read('resources');
    expect(exported).toMatch(
      /"Handbook",,,"document","https:\/\/handbook\.example","all","published",12\r\n/,
    );
    expect((await send('resources', exported)).body.data).toMatchObject({ unchanged: 2 });
  });

  it('are refused for an unknown type, and a link for the lack of an address', async () => {
    const csv = lines(
      'title,resourceType,audience,state',
      'a,scroll,all,draft',
      'b,link,all,draft',
      'c,video,all,published',
    );
    const { body } = await send('resources', csv);
    expect(body.errors).toMatchObject([
      { pointer: '/rows/2/resourceType' },
      { pointer: '/rows/3/url' },
      { pointer: '/rows/4/url' },
    ]);
  });
});
