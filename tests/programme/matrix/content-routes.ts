import { list, on, type Case, type Sent } from './case';
import { make, setTimes, type Asker, type World } from './world';

/** A role that is not the asker's. */
const otherRole = ({ name }: Asker) => (name === 'mentor' ? 'supervisor' : 'mentor');

type ContentKind = 'event' | 'resource' | 'announcement';
const CONTENT: Record<ContentKind, Record<string, unknown>> = {
  event: { startsAt: '2040-01-01T10:00:00.000Z' },
  resource: { resourceType: 'link', url: 'https://example.org/made-for-one-case' },
  announcement: { content: 'Made for one case' },
};
const uidOf = (kind: ContentKind) => `api::${kind}.${kind}`;

const HOUR_MS = 3_600_000;
const inHours = (hours: number) => new Date(Date.now() + hours * HOUR_MS);
const TIMES: Record<string, () => { from?: Date; until?: Date }> = {
  expired: () => ({ until: inHours(-24) }),
  'not-yet': () => ({ from: inHours(24) }),
};

async function makeContent(
  kind: ContentKind,
  target: string,
  world: World,
  asker: Asker,
): Promise<string> {
  const audience = {
    public: ['public'],
    'signed-in': ['all'],
    'other-audience': [otherRole(asker)],
  }[target] ?? ['public'];
  const title = `${target} for one case`;
  const status = target === 'draft' ? 'draft' : 'published';
  const id = await make(world, uidOf(kind), { title, audience, ...CONTENT[kind] }, status);
  const times = TIMES[target];
  if (times) await setTimes(world, id, times());
  return id;
}

const CONTENT_TARGETS = ['public', 'signed-in', 'other-audience', 'draft'];
const targetsOf = (kind: ContentKind) =>
  kind === 'announcement' ? [...CONTENT_TARGETS, 'expired', 'not-yet'] : CONTENT_TARGETS;

const onContent = (kind: ContentKind, send: (id: string) => Sent): Case[] =>
  targetsOf(kind).map((target) =>
    on(target, async (world, asker) => send(await makeContent(kind, target, world, asker))),
  );

const crudOf = (kind: ContentKind, plural: string): Record<string, Case[]> => ({
  [`GET /api/${plural}`]: list(`/api/${plural}?pagination[pageSize]=100&sort=title`, 'title'),
  [`GET /api/${plural}/:id`]: onContent(kind, (id) => ({ path: `/api/${plural}/${id}` })),
  [`POST /api/${plural}`]: [
    on('new', () =>
      Promise.resolve({
        path: `/api/${plural}`,
        body: { data: { title: 'new', audience: ['admin'], ...CONTENT[kind] } },
      }),
    ),
  ],
  [`PUT /api/${plural}/:id`]: onContent(kind, (id) => ({
    path: `/api/${plural}/${id}`,
    body: { data: { title: 'changed' } },
  })),
  [`DELETE /api/${plural}/:id`]: onContent(kind, (id) => ({ path: `/api/${plural}/${id}` })),
});

/** An image that can be decoded. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const picture = (): FormData => {
  const form = new FormData();
  form.set('files', new Blob([PIXEL], { type: 'image/png' }), 'pixel.png');
  return form;
};

async function uploadBy(world: World, headers: Record<string, string>): Promise<string> {
  const answer = await fetch(`${world.app.url}/api/uploads`, {
    method: 'POST',
    headers,
    body: picture(),
  });
  const { data } = (await answer.json()) as { data: { id: string }[] | null };
  const [file] = data ?? [];
  if (!file) throw new Error(`The upload was answered by ${answer.status}`);
  return file.id;
}

const coverOf = (kind: 'event' | 'resource', plural: string): Record<string, Case[]> => ({
  [`PUT /api/${plural}/:id/cover`]: targetsOf(kind).map((target) =>
    on(target, async (world, asker) => ({
      path: `/api/${plural}/${await makeContent(kind, target, world, asker)}/cover`,
      body: { fileId: await uploadBy(world, world.askers.admin.headers) },
    })),
  ),
  [`DELETE /api/${plural}/:id/cover`]: onContent(kind, (id) => ({
    path: `/api/${plural}/${id}/cover`,
  })),
});

/** Events, resources, announcements, and the files that hang on them. */
export const CONTENT_ROUTES: Record<string, Case[]> = {
  ...crudOf('event', 'events'),
  ...coverOf('event', 'events'),
  'GET /api/events/calendar.ics': [
    on('all', () => Promise.resolve({ path: '/api/events/calendar.ics' })),
  ],
  'POST /api/events/:id/registration': onContent('event', (id) => ({
    path: `/api/events/${id}/registration`,
  })),
  'DELETE /api/events/:id/registration': onContent('event', (id) => ({
    path: `/api/events/${id}/registration`,
  })),
  ...crudOf('resource', 'resources'),
  ...coverOf('resource', 'resources'),
  'GET /api/resources/:id/download': onContent('resource', (id) => ({
    path: `/api/resources/${id}/download`,
  })),
  ...crudOf('announcement', 'announcements'),
  'POST /api/uploads': [
    on('new', () => Promise.resolve({ path: '/api/uploads', form: picture() })),
  ],
  'DELETE /api/uploads/:id': [
    on('own', async (world, { name, headers }) => {
      const isKnown = name !== 'anonymous' && name !== 'suspended';
      return { path: `/api/uploads/${isKnown ? await uploadBy(world, headers) : 'nothing'}` };
    }),
    on("another's", async (world, { name }) => {
      const owner = world.askers[name === 'student' ? 'mentor' : 'student'];
      return { path: `/api/uploads/${await uploadBy(world, owner.headers)}` };
    }),
  ],
};
