import type { Browser, Locator, Page } from 'playwright-core';
import { startAreasRig, type AreasRig } from '../support/areas-rig';
import { openBrowser } from '../support/browser';
import { insertEvent } from '../support/events';
import { insertOccurrence } from '../support/factories';
import { until } from '../support/launcher-process';
import { openPanel as openPanelAs } from '../support/panel-page';
import { startTileServer } from '../support/tile-server';

let rig: AreasRig;
let browser: Browser;
beforeAll(async () => {
  rig = await startAreasRig({ hasPanel: true });
  browser = await openBrowser();
});
beforeEach(() => rig.app().db('areas').delete());
afterAll(async () => {
  await browser?.close();
  await rig?.stop();
});

const entries = (type: string, entry: string) =>
  `/admin/content-manager/collection-types/api::${type}.${type}/${entry}`;

const openPanel = (roleCode: string) => openPanelAs(rig.app(), browser, roleCode);

async function press(page: Page, keys: string): Promise<void> {
  for (const key of keys.split(' ')) await page.keyboard.press(key);
}

async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved document').waitFor();
}

const mapOf = (page: Page, name: string) => page.getByRole('application', { name: `Map: ${name}` });
const numberIn = async (input: Locator) => Number((await input.inputValue()).replace(',', ''));

it('lets an editor move an occurrence by keyboard, and shows it there on the map of everybody', async () => {
  const row = await insertOccurrence(rig.app().db, { decimal_longitude: -9, decimal_latitude: 38 });
  const { page, context, complaints, foreign } = await openPanel('strapi-editor');
  await page.goto(entries('occurrence', row.document_id));
  const map = mapOf(page, 'Position');
  await map.focus();
  await press(page, 'ArrowRight ArrowRight ArrowUp Shift+ArrowUp');
  const [lon, lat] = [page.getByLabel('decimalLongitude'), page.getByLabel('decimalLatitude')];
  const moved = [await numberIn(lon), await numberIn(lat)];
  expect(moved[0]).toBeGreaterThan(-9);
  expect(moved[1]).toBeGreaterThan(38);

  await lat.fill('41.5');
  await page.getByText(/41\.5° N/).waitFor();
  await save(page);
  const answer = await fetch(`${rig.app().url}/api/geo/occurrences`);
  const { features } = (await answer.json()) as { features: unknown[] };
  expect(features).toMatchObject([{ geometry: { coordinates: [moved[0], 41.5] } }]);
  expect({ complaints, foreign }).toEqual({ complaints: [], foreign: [] });
  await context.close();
});

it('shows where an event is as soon as it has a place, and moves it', async () => {
  const { app } = rig;
  const place = { is_online: true, decimal_longitude: -9, decimal_latitude: 38 };
  const documentId = await insertEvent(app(), place);
  const { page, context, complaints, foreign } = await openPanel('strapi-editor');
  await page.goto(entries('event', documentId));
  await page.getByLabel('Link to join').waitFor();
  const map = mapOf(page, 'Position');
  expect(await map.count()).toBe(0);
  await page.getByRole('checkbox', { name: 'Online' }).uncheck();
  await map.focus();
  await press(page, 'ArrowRight ArrowRight ArrowUp');
  const [lon, lat] = [page.getByLabel('Longitude'), page.getByLabel('Latitude')];
  const moved = { lon: await numberIn(lon), lat: await numberIn(lat) };
  expect(moved.lon).toBeGreaterThan(-9);
  expect(moved.lat).toBeGreaterThan(38);
  await save(page);
  const draft = await app()
    .db('events')
    .where({ document_id: documentId, published_at: null })
    .first<object>('decimal_longitude as lon', 'decimal_latitude as lat');
  expect(draft).toEqual(moved);
  expect({ complaints, foreign }).toEqual({ complaints: [], foreign: [] });
  await context.close();
});

it('draws an area by keyboard alone, with words for who does not see it', async () => {
  const { page, context, complaints } = await openPanel('strapi-super-admin');
  await page.goto(entries('area', 'create'));
  await page.getByLabel('name', { exact: true }).fill('Reef');
  await page.keyboard.press('Tab');
  await mapOf(page, 'outline').waitFor();
  const focused = page.locator('[role=application]:focus');
  while ((await focused.count()) === 0) await page.keyboard.press('Tab');
  expect(await focused.getAttribute('aria-label')).toBe('Map: outline');
  await press(page, 'Enter ArrowRight ArrowRight Enter');
  await page.getByText('One more position is needed; nothing is stored yet.').waitFor();
  await press(page, 'ArrowUp ArrowUp ArrowUp Enter');
  expect(await page.getByText('is needed; nothing is stored yet.').count()).toBe(0);
  await press(page, 'n n i ArrowRight');
  await page.locator('[aria-live]', { hasText: 'Position 3 of 4:' }).waitFor({ state: 'attached' });
  await press(page, 'Escape Delete');
  const rows = page.getByLabel(/^Longitude of position \d$/);
  expect(await rows.count()).toBe(3);
  await page.getByLabel('Latitude of position 1').fill('0.5');
  await save(page);

  const [area] = await rig.areasIn('');
  const ring = (area?.geometry.coordinates as number[][][])[0] ?? [];
  expect(area?.geometry.type).toBe('Polygon');
  expect(ring).toHaveLength(4);
  expect(ring[0]).toEqual([0, 0.5]);
  expect(complaints).toEqual([]);
  await context.close();
});

it('draws a line by pointer and drags a position of it elsewhere', async () => {
  const { page, context, complaints } = await openPanel('strapi-super-admin');
  await page.goto(entries('area', 'create'));
  await page.getByRole('combobox', { name: 'What to draw' }).click();
  await page.getByRole('option', { name: 'Line' }).click();
  const {
    x = 0,
    y = 0,
    width = 0,
    height = 0,
  } = (await mapOf(page, 'outline').boundingBox()) ?? {};
  const [left, right, middle] = [x + width / 4, x + width / 2, y + height / 2];
  const rows = page.getByLabel(/^Longitude of position \d$/);
  await page.mouse.click(left, middle);
  await rows.nth(0).waitFor();
  await page.mouse.click(right, middle);
  await rows.nth(1).waitFor();
  const before = await numberIn(rows.nth(0));
  expect(before).toBeCloseTo(-90, 0);
  await page.mouse.move(left, middle);
  await page.mouse.down();
  await page.mouse.move(left + 20, middle + 10, { steps: 4 });
  await page.mouse.move(left + width / 8, middle + 40, { steps: 4 });
  await page.mouse.up();
  expect(await numberIn(rows.nth(0))).toBeCloseTo(-45, 0);
  expect(await rows.count()).toBe(2);
  await save(page);
  const areas = await rig.areasIn('?bbox=-46,-80,-44,80');
  expect(areas).toMatchObject([{ geometry: { type: 'LineString' } }]);
  expect(complaints).toEqual([]);
  await context.close();
});

it('takes a geometry as text and says what is wrong with one', async () => {
  await rig.insert('Wreck', { type: 'Point', coordinates: [1, 2] });
  const { document_id } = await rig
    .app()
    .db('areas')
    .where('name', 'Wreck')
    .first<{ document_id: string }>('document_id');
  const { page, context } = await openPanel('strapi-super-admin');
  await page.goto(entries('area', document_id));
  const geoJson = page.getByRole('button', { name: 'GeoJSON', exact: true }).first();
  await geoJson.click();
  const text = page.getByLabel('As GeoJSON');
  expect(JSON.parse(await text.inputValue())).toEqual({ type: 'Point', coordinates: [1, 2] });
  await text.fill('{"type":"LineString","coordinates":[[1,2]]}');
  await page.getByRole('button', { name: 'Draw this text' }).click();
  await page.getByText('coordinates must have at least 2 positions').waitFor();
  await text.fill('{"type":"Polygon","coordinates":[[[0,0],[2,2],[2,0],[0,2],[0,0]]]}');
  await page.getByRole('button', { name: 'Draw this text' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await page
    .getByText(/rings must not cross themselves/)
    .first()
    .waitFor();
  await geoJson.click();
  await text.fill('{"type":"LineString","coordinates":[[1,2],[3,4]]}');
  await page.getByRole('button', { name: 'Draw this text' }).click();
  await save(page);
  expect(await rig.namesIn('?bbox=1.9,2.9,2.1,3.1')).toEqual(['Wreck']);
  await context.close();
});

it('shows pictures of a service that is named, with thanks, and asks nobody else', async () => {
  const tiles = await startTileServer();
  process.env.MAP_TILE_URL = tiles.url;
  process.env.MAP_TILE_ATTRIBUTION = '© Charts of Nobody';
  try {
    await rig.bootAgain();
    const { page, context, complaints, foreign } = await openPanel('strapi-super-admin');
    await page.goto(entries('area', 'create'));
    await page.getByText('© Charts of Nobody').first().waitFor();
    await until('pictures were asked for', () => tiles.asked.length > 0);
    expect(tiles.asked[0]).toMatch(/^\/\d+\/\d+\/\d+\.png$/);
    const { origin } = new URL(tiles.url);
    expect(foreign.filter((address) => !address.startsWith(origin))).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  } finally {
    delete process.env.MAP_TILE_URL;
    delete process.env.MAP_TILE_ATTRIBUTION;
    await tiles.stop();
  }
});
