import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startApp, type TestApp } from '../support/app';
import type { Case, Sent } from './matrix/case';
import { ROUTES } from './matrix/routes';
import { make, makeWorld, PRINCIPALS, setTimes, type Asker, type World } from './matrix/world';

/** What each principal is answered; checked in, and read by people. `UPDATE_MATRIX=1` writes it anew. */
const TABLE = path.join(__dirname, 'access-matrix.csv');
const OURS =
  /^\/api\/(groups|milestones|tasks|events|event-registrations|group-memberships|resources|announcements|uploads|admin)(\/|$)/;

let app: TestApp;
let world: World;

beforeAll(async () => {
  app = await startApp();
  world = await makeWorld(app);
  await makeLists();
}, 240_000);
afterAll(() => app.stop());

/** What lists show. The other cases make more in the order of the table; lists come first. */
async function makeLists(): Promise<void> {
  for (const group of [world.groupA, world.groupB]) {
    await make(world, 'api::milestone.milestone', { title: 'listed', group });
    await make(world, 'api::task.task', { title: 'listed', group });
  }
  const audiences = ['public', 'all', 'student', 'mentor', 'supervisor', 'admin'];
  const kinds = {
    'api::event.event': { startsAt: '2040-01-01T10:00:00.000Z' },
    'api::resource.resource': { resourceType: 'link', url: 'https://example.org/listed' },
    'api::announcement.announcement': { content: 'Listed' },
  };
  for (const [uid, data] of Object.entries(kinds)) {
    for (const audience of audiences) {
      await make(world, uid, { title: audience, audience: [audience], ...data }, 'published');
    }
    await make(world, uid, { title: 'draft', audience: ['public'], ...data }, 'draft');
  }
  const [past, coming] = [-1, 1].map((days) => new Date(Date.now() + days * 86_400_000));
  const announcement = { audience: ['public'], content: 'Listed' };
  const times = { expired: { until: past }, 'not yet': { from: coming } };
  for (const [title, when] of Object.entries(times)) {
    const uid = 'api::announcement.announcement';
    await setTimes(world, await make(world, uid, { title, ...announcement }, 'published'), when);
  }
}

function bodyOf({ body, form, raw }: Sent): RequestInit {
  if (body) return { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  if (raw) return { body: raw.text, headers: { 'content-type': raw.type } };
  return form ? { body: form } : {};
}

const nameOf = (value: unknown, attribute: string): string => {
  const named = (value as Record<string, unknown>)[attribute];
  return typeof named === 'string' ? named : (named as { name: string }).name;
};

/** The status, and what a list shows. */
async function outcome(route: string, { prepare, lists }: Case, asker: Asker): Promise<string> {
  const sent = await prepare(world, asker);
  const init = bodyOf(sent);
  const answer = await fetch(`${app.url}${sent.path}`, {
    method: route.split(' ')[0],
    ...init,
    headers: { ...asker.headers, ...(init.headers as Record<string, string>) },
    redirect: 'manual',
  });
  const text = await answer.text();
  if (!lists || answer.status !== 200) return String(answer.status);
  const { data, meta } = JSON.parse(text) as {
    data: unknown[];
    meta: { pagination: { total: number } };
  };
  const shown = data.map((entry) => nameOf(entry, lists));
  const isCounted = meta.pagination.total === shown.length;
  return [
    answer.status,
    ...shown.sort(),
    ...(isCounted ? [] : [`of ${meta.pagination.total}`]),
  ].join(' ');
}

const HEAD = ['route', 'target', ...PRINCIPALS];

function readTable(): Map<string, string[]> {
  const [, ...lines] = readFileSync(TABLE, 'utf8').trim().split('\n');
  return new Map(
    lines.map((line) => {
      const [route = '', target = '', ...cells] = line.split(',');
      return [`${route},${target}`, cells];
    }),
  );
}

/** The routes of the programme that the app serves. */
function servedRoutes(): string[] {
  // Layers of the router, of which Strapi's types say nothing.
  const layers = app.strapi.server.api('content-api').listRoutes() as unknown as {
    path: string;
    methods: string[];
  }[];
  return layers
    .filter((layer) => OURS.test(layer.path))
    .flatMap((layer) =>
      layer.methods
        .filter((method) => method !== 'HEAD')
        .map((method) => `${method} ${layer.path.replace(/\(.*?\)/g, '')}`),
    );
}

it('knows every route of the programme, and no other', () => {
  expect(Object.keys(ROUTES).sort()).toEqual([...new Set(servedRoutes())].sort());
});

const cases = Object.entries(ROUTES)
  .flatMap(([route, all]) => all.map((one) => ({ route, one })))
  // Before the others make more.
  .sort((a, b) => Number(b.one.target === 'list') - Number(a.one.target === 'list'));

if (process.env['UPDATE_MATRIX']) {
  it('writes the table', async () => {
    const rows = [HEAD.join(',')];
    for (const { route, one } of cases) {
      const cells: string[] = [];
      for (const name of PRINCIPALS) cells.push(await outcome(route, one, world.askers[name]));
      rows.push([route, one.target, ...cells].join(','));
    }
    writeFileSync(TABLE, `${rows.join('\n')}\n`);
  }, 600_000);
} else {
  it('has a line in the table for every case, and no other', () => {
    const wanted = cases.map(({ route, one }) => `${route},${one.target}`);
    expect([...readTable().keys()].sort()).toEqual(wanted.sort());
  });

  it.each(cases.map(({ route, one }) => [route, one.target, one] as const))(
    '%s, %s',
    async (route, target, one) => {
      const found: Record<string, string> = {};
      const wanted: Record<string, string | undefined> = {};
      const cells = readTable().get(`${route},${target}`) ?? [];
      for (const [at, name] of PRINCIPALS.entries()) {
        found[name] = await outcome(route, one, world.askers[name]);
        wanted[name] = cells[at];
      }
      expect(found).toEqual(wanted);
    },
  );
}
