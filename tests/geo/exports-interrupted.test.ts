import http from 'node:http';
import { once } from 'node:events';
import { startApp, type TestApp } from '../support/app';
import { until } from '../support/launcher-process';
import { asProgram, makePerson, signIn } from '../support/people';

process.env.THROTTLE_ENABLED = 'false';
const ROWS = 30_000;
/** Of a whole export, which reads a thousand rows in one statement. */
const PAGES = 30;
/** Narrows nothing, and makes the statements of an export known among those of all others. */
const MARKED = '?bbox=-1.25,-1.25,180,90';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
  await app.db.raw(
    `insert into occurrences (document_id, provider, dataset_key, record_key, scientific_name,
                              basis_of_record, decimal_longitude, decimal_latitude, absence, dropped)
     select md5(cast(n as text)), 'test', 'slow', 'slow:' || n, 'Mola mola', repeat('x', 1000),
            n % 180, n % 90, false, false
       from generate_series(cast(1 as bigint), :rows) n`,
    { rows: ROWS },
  );
});
afterAll(() => app.stop());

/** Asks for everything and takes only what comes by itself. */
async function start(headers: Record<string, string> = {}, file = 'geojson') {
  const url = `${app.url}/api/geo/occurrences/export.${file}`;
  const request = http.get(url, { headers, agent: false });
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  return {
    status: response.statusCode ?? 0,
    retryAfter: Number(response.headers['retry-after'] ?? 0),
    leave: () => response.destroy(),
    drain: () =>
      new Promise<{ bytes: number; isWhole: boolean }>((resolve) => {
        let bytes = 0;
        response.on('data', (chunk: Buffer) => (bytes += chunk.length));
        response.on('error', () => undefined);
        response.on('close', () => resolve({ bytes, isWhole: response.complete }));
      }),
  };
}
type Started = Awaited<ReturnType<typeof start>>;

async function bothServed(headers?: Record<string, string>): Promise<boolean> {
  const started: Started[] = [await start(headers), await start(headers)];
  started.forEach((one) => one.leave());
  return started.every(({ status }) => status === 200);
}

const untilFree = () => until('both places are free', () => bothServed(), 60_000);
const pause = () => new Promise((resolve) => setTimeout(resolve, 300));

it.each(['geojson', 'csv', 'gpx', 'dwca.zip'])(
  'comes whole as %s to who takes it slowly',
  async (format) => {
    const slow = await start({}, format);
    await pause();
    const { bytes, isWhole } = await slow.drain();
    expect([slow.status, isWhole]).toEqual([200, true]);
    // In an archive it is packed.
    expect(bytes).toBeGreaterThan(format === 'dwca.zip' ? 100_000 : ROWS * 1000);
    await untilFree();
  },
);

it('is one of two at a time for each person, and for each address of nobody', async () => {
  const student = asProgram(await signIn(app, await makePerson(app)));
  const running = [await start(), await start(), await start(student), await start(student)];
  expect(running.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  for (const headers of [{}, student]) {
    const third = await start(headers);
    const body = third.drain();
    expect([third.status, third.retryAfter > 0]).toEqual([429, true]);
    await body;
  }
  await Promise.all(running.map((one) => one.drain()));
  await untilFree();
});

it.each(['geojson', 'dwca.zip'])(
  'stops asking the database when who wanted %s leaves',
  async (format) => {
    const other = asProgram(await signIn(app, await makePerson(app)));
    let pages = 0;
    const count = ({ sql, bindings }: { sql: string; bindings?: unknown[] }) => {
      if (/ t\.id <= /.test(sql) && bindings?.includes(-1.25)) pages += 1;
    };
    app.db.on('query', count);
    for (let left = 0; left < 2; left += 1) (await start({}, `${format}${MARKED}`)).leave();
    await untilFree();
    const asked = pages;
    // As long as a whole export takes, so that one that went on would have come far.
    expect(await (await start(other, format)).drain()).toMatchObject({ isWhole: true });
    app.db.removeListener('query', count);
    expect(asked).toBeGreaterThan(0);
    expect(asked).toBeLessThan(PAGES);
    // Each may end the page that it was about.
    expect(pages - asked).toBeLessThanOrEqual(2);
  },
);

it('is cut off when who asked for it is suspended', async () => {
  const person = await makePerson(app);
  const slow = await start(asProgram(await signIn(app, person)));
  await app.db('up_users').where('id', person.userId).update({ account_status: 'suspended' });
  // What is remembered of a person is three seconds old at most.
  await new Promise((resolve) => setTimeout(resolve, 3500));
  const { isWhole, bytes } = await slow.drain();
  expect([isWhole, bytes < ROWS * 1000]).toEqual([false, true]);
});
