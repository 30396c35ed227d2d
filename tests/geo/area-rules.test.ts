import type { TestApp } from '../support/app';
import { box, line, polygon, startAreasRig, type AreasRig } from '../support/areas-rig';
import { signInToPanel, type PanelAccount } from '../support/panel';

interface ApiTokens {
  create(token: object): Promise<{ accessKey: string }>;
}

let rig: AreasRig;
let app: TestApp;
let panel: PanelAccount;
let token: string;
beforeAll(async () => {
  rig = await startAreasRig();
  app = rig.app();
  panel = await signInToPanel(app);
  const tokens = app.strapi.service('admin::api-token') as unknown as ApiTokens;
  token = (await tokens.create({ name: 'areas', type: 'full-access', lifespan: null })).accessKey;
});
afterAll(() => rig.stop());
beforeEach(() => app.db('areas').delete());

const BOW_TIE = [
  [0, 0],
  [2, 2],
  [2, 0],
  [0, 2],
  [0, 0],
];

const createByRest = (data: object) =>
  fetch(`${app.url}/api/areas`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ data }),
  });
const PANEL_PATH = '/content-manager/collection-types/api::area.area';
const createByPanel = (data: object) => panel.ask(PANEL_PATH, { method: 'POST', body: data });

const REFUSED: [string, unknown, string][] = [
  ['an open ring', polygon(box(0, 0, 1, 1).slice(0, 4)), '/coordinates/0'],
  ['a ring that crosses itself', polygon(BOW_TIE), '/coordinates'],
  ['a hole outside', polygon(box(0, 0, 1, 1), box(5, 5, 6, 6)), '/coordinates'],
  ['a line without a length', line([1, 1], [1, 1]), '/coordinates'],
  ['three numbers', { type: 'Point', coordinates: [1, 2, 3] }, '/coordinates'],
  ['nothing at all', { type: 'LineString', coordinates: [] }, '/coordinates'],
  ['a latitude of 91', line([0, 0], [0, 91]), '/coordinates/1'],
  ['a collection', { type: 'GeometryCollection', geometries: [] }, '/geometries'],
  ['another system', { ...line([0, 0], [1, 1]), crs: { type: 'name' } }, '/crs'],
  ['a feature', { type: 'Feature', geometry: line([0, 0], [1, 1]) }, '/geometry'],
  ['a text', 'POINT(1 2)', ''],
  ['a number', 7, ''],
];

describe('what is no geometry', () => {
  it.each(REFUSED)('is refused by the API and the panel: %s', async (_what, outline, where) => {
    const answer = await createByRest({ name: 'wrong', outline });
    const text = await answer.text();
    expect([answer.status, text]).toEqual([
      422,
      expect.stringContaining(`"/data/outline${where}"`),
    ]);
    expect(text).not.toMatch(/st_|postgis|geometr(y|ies) column|lwgeom|self-intersection at/i);
    const said = await createByPanel({ name: 'wrong', outline });
    const { error } = (await said.json()) as {
      error: { name: string; details: { errors: { path: string[] }[] } };
    };
    expect([said.status, error.name]).toEqual([400, 'ValidationError']);
    expect(error.details.errors[0]?.path.join('/')).toBe(`outline${where}`);
    const rows = await app.db('areas').select('id');
    expect(rows).toEqual([]);
  });

  it('is refused when an entry is changed, and nothing of the entry changes', async () => {
    const documents = app.strapi.documents('api::area.area' as never) as unknown as {
      create(params: object): Promise<{ documentId: string }>;
      update(params: object): Promise<unknown>;
    };
    const data = { name: 'reef', outline: polygon(box(0, 0, 1, 1)) };
    const { documentId } = await documents.create({ data });
    const change = { name: 'wreck', outline: polygon(BOW_TIE) };
    await expect(documents.update({ documentId, data: change })).rejects.toThrow(
      'outline/coordinates: lines must have a length, and rings must not cross',
    );
    expect(await rig.namesIn('?bbox=0,0,1,1')).toEqual(['reef']);
    await documents.update({ documentId, data: { outline: null } });
    expect(await rig.namesIn('')).toEqual([]);
  });

  it('is also what the attribute is not for, whether it is a place of the collection or not', async () => {
    const answer = await createByRest({ name: 'wrong', mooring: line([0, 0], [1, 1]) });
    expect([answer.status, await answer.json()]).toEqual([
      422,
      expect.objectContaining({
        errors: [expect.objectContaining({ pointer: '/data/mooring/type' })],
      }),
    ]);
  });

  it('has no place and breaks nothing when plain SQL writes it', async () => {
    for (const [name, outline] of REFUSED) await rig.insert(name, outline);
    await rig.insert('texts', { type: 'Point', coordinates: ['1', '2'] });
    await rig.insert('objects', { type: 'LineString', coordinates: [{ x: 1 }, [1, 2]] });
    await rig.insert('nothing', undefined);
    await app.db('areas').insert({ document_id: 'null'.padEnd(24, '0'), outline: 'null' });
    await rig.insert('a place', { type: 'Point', coordinates: [1, 2] });
    expect(await rig.namesIn('')).toEqual(['a place']);
    expect(await rig.namesIn('?bbox=-180,-90,180,89')).toEqual(['a place']);
  });

  it('is refused soon when it has too many positions', async () => {
    const positions = Array.from({ length: 10_001 }, (_, n) => [n / 100, 1]);
    const answer = await createByRest({ name: 'long', outline: line(...positions) });
    expect([answer.status, await answer.text()]).toEqual([
      422,
      expect.stringContaining('"/data/outline/coordinates"'),
    ]);
  });
});

it('stores what is sent as text as the geometry that it says', async () => {
  const outline = JSON.stringify(polygon(box(0, 0, 1, 1)));
  expect((await createByPanel({ name: 'typed', outline })).status).toBe(201);
  const row = await app
    .db('areas')
    .first<{ kind: string }>(app.db.raw('jsonb_typeof(outline) as kind'));
  expect(row.kind).toBe('object');
  expect(await rig.namesIn('?bbox=0.5,0.5,0.6,0.6')).toEqual(['typed']);
});
