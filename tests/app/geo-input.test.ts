import { startApp, type TestApp } from '../support/app';
import { createMapReader, nextOf, type Way } from '../support/map-reader';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

const { ask, read, place } = createMapReader(() => app);

describe('bad input', () => {
  it.each([
    ['?bbox=1,2,3', 'bbox'],
    ['?bbox=1,2,3,4,5,6', 'bbox'],
    ['?bbox=a,b,c,d', 'bbox'],
    ['?bbox=,,,', 'bbox'],
    ['?bbox=', 'bbox'],
    ['?bbox', 'bbox'],
    ['?bbox=0,0,1,91', 'bbox'],
    ['?bbox=0,-91,1,1', 'bbox'],
    ['?bbox=-181,0,1,1', 'bbox'],
    ['?bbox=0,5,1,4', 'bbox'],
    ['?bbox=NaN,0,1,1', 'bbox'],
    ['?bbox=0,0,1,1&bbox=0,0,2,2', 'bbox'],
    ['?bbox[]=0,0,1,1', 'bbox'],
    ['?bbox[west]=0', 'bbox'],
    ["?bbox=0,0,1,1'%20or%201=1", 'bbox'],
    ['?limit=-1', 'limit'],
    ['?limit=0', 'limit'],
    ['?limit=', 'limit'],
    ['?limit=1.5', 'limit'],
    ['?limit=1e3', 'limit'],
    ['?limit=ten', 'limit'],
    ['?limit=5&limit=6', 'limit'],
    ['?cursor=', 'cursor'],
    ['?cursor=AAAA', 'cursor'],
    ['?cursor=x&cursor=y', 'cursor'],
    ['?bobx=0,0,1,1', 'bobx'],
    ['?filters[id]=1', 'filters'],
    ['?Limit=5', 'Limit'],
  ])('%s is a 400 that names %s on both ways', async (query, parameter) => {
    for (const way of ['lane', 'stack'] as const) {
      const answer = await ask(query, way);
      expect(answer.status).toBe(400);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      const body = (await answer.json()) as { errors: { parameter: string }[] };
      expect(body).toMatchObject({ type: '/problems/invalid-query', status: 400 });
      expect(body.errors.map((fault) => fault.parameter)).toEqual([parameter]);
    }
  });

  it('is told all at once', async () => {
    const answer = await ask('?bbox=1&limit=0&x=1');
    const { errors } = (await answer.json()) as { errors: { parameter: string }[] };
    expect(errors.map(({ parameter }) => parameter).sort()).toEqual(['bbox', 'limit', 'x']);
  });

  it('refuses a cursor that was changed or made for another question', async () => {
    await place(1, 1);
    await place(1, 1);
    const next = nextOf(await read('?bbox=0,0,2,2&limit=1')) ?? '';
    const cursor = new URLSearchParams(next).get('cursor') ?? '';
    const changed = `${cursor[0] === 'A' ? 'B' : 'A'}${cursor.slice(1)}`;
    const foreign = [
      `?bbox=0,0,2,2&cursor=${changed}`,
      `?bbox=0,0,2,3&cursor=${cursor}`,
      `?cursor=${cursor}`,
    ];
    for (const query of foreign) {
      const answer = await ask(query);
      expect([query, answer.status]).toEqual([query, 400]);
      expect(await answer.json()).toMatchObject({ errors: [{ parameter: 'cursor' }] });
    }
  });

  it.each(['nothing', 'occurrence', 'Occurrences', '__proto__', 'occurrences%27'])(
    'does not know the collection %s',
    async (collection) => {
      for (const way of ['lane', 'stack'] as const) {
        const answer = await ask('', way, collection);
        expect(answer.status).toBe(404);
        expect(await answer.json()).toMatchObject({ type: '/problems/not-found' });
      }
    },
  );
});

describe('permission', () => {
  const grants = () => app.strapi.db.query('plugin::users-permissions.permission');
  const FIND = { action: 'plugin::geo.features.find', role: { type: 'public' } };

  const waitForStatus = async (status: number, way: Way): Promise<void> => {
    const deadline = Date.now() + 5000;
    while ((await ask('', way)).status !== status) {
      if (Date.now() > deadline) throw new Error(`${way} never answered ${status}`);
    }
  };

  it('taken from the public role closes both ways within two seconds', async () => {
    await waitForStatus(200, 'lane');
    const grant = await grants().findOne({ where: FIND, populate: ['role'] });
    await grants().delete({ where: { id: grant.id } });
    const takenAt = Date.now();
    await waitForStatus(401, 'stack');
    await waitForStatus(401, 'lane');
    expect(Date.now() - takenAt).toBeLessThan(2000);
    await grants().create({ data: { action: grant.action, role: grant.role.id } });
    await waitForStatus(200, 'lane');
  });

  it('is not bypassed by a token nobody gave out', async () => {
    const answer = await fetch(`${app.url}/api/geo/occurrences`, {
      headers: { authorization: 'Bearer made-up' },
    });
    expect(answer.status).toBe(401);
  });

  it('does not let anyone write', async () => {
    const answer = await fetch(`${app.url}/api/geo/occurrences`, { method: 'DELETE' });
    expect(answer.status).toBe(405);
  });
});
