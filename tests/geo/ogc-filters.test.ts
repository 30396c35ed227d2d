import { startOgcRig, type OgcRig } from '../support/ogc-rig';
import { insertOccurrence } from '../support/factories';

let rig: OgcRig;
const names = new Map<number | string, string>();
beforeAll(async () => {
  rig = await startOgcRig();
  const rows: Record<string, Record<string, unknown>> = {
    a: { scientific_name: 'Mola mola', aphia_id: 127405, event_date_start: '2020-01-01 00:00:00' },
    b: { scientific_name: 'mola alexandrini', minimum_depth_in_meters: 10.5 },
    c: { scientific_name: "O'Brien's Épinoche", decimal_longitude: 179, decimal_latitude: 0 },
    d: { scientific_name: 'Orca, orca', decimal_longitude: -179, decimal_latitude: 0 },
    hidden: { scientific_name: 'Mola mola', hidden_at: '2020-01-01 00:00:00' },
  };
  for (const [name, columns] of Object.entries(rows)) {
    const { id } = await insertOccurrence(rig.app.db, columns);
    names.set(id, name);
  }
});
afterAll(() => rig.stop());

const ITEMS = '/collections/occurrences/items';
const encode = (parameters: Record<string, string>) => new URLSearchParams(parameters).toString();
async function found(parameters: Record<string, string>): Promise<string> {
  const ids = await rig.walk(`${ITEMS}?${encode({ limit: '1', ...parameters })}`);
  return ids.map((id) => names.get(id)).join('');
}

it.each([
  ["scientificName = 'Mola mola'", 'a'],
  ["CASEI(scientificName) LIKE CASEI('MOLA%')", 'ab'],
  ["scientificName = 'O''Brien''s Épinoche'", 'c'],
  ["scientificName < 'a'", 'acd'],
  ['aphiaId IN (1, 127405)', 'a'],
  ['minimumDepthInMeters BETWEEN 10 AND 11', 'b'],
  ['aphiaId IS NULL', 'bcd'],
  ['NOT aphiaId = 1', 'a'],
  ['S_INTERSECTS(geometry, BBOX(170,-10,-170,10))', 'cd'],
  ['S_WITHIN(geometry, POLYGON((-20 30,0 30,0 45,-20 45,-20 30)))', 'ab'],
  ["T_BEFORE(eventDateStart, DATE('2021-01-01'))", 'a'],
  ["scientificName = 'x''; drop table occurrences; --'", ''],
])('answers %s with %s, page by page', async (filter, expected) => {
  expect(await found({ filter })).toBe(expected);
});

it('takes CQL2 as JSON, and refuses it as text', async () => {
  const filter = JSON.stringify({ op: '=', args: [{ property: 'aphiaId' }, 127405] });
  expect(await found({ filter, 'filter-lang': 'cql2-json' })).toBe('a');
  expect((await rig.ask(`${ITEMS}?${encode({ filter })}`)).status).toBe(400);
});

it('takes properties by their names, as they are, together with everything else', async () => {
  expect(await found({ scientificName: 'Orca, orca' })).toBe('d');
  expect(await found({ aphiaId: '127405', filter: "scientificName LIKE 'M%'" })).toBe('a');
  expect(await found({ minimumDepthInMeters: '10.5' })).toBe('b');
  expect(await found({ eventDateStart: '2020-01-01' })).toBe('a');
  expect(await found({ depth: '10,11', bbox: '-20,30,0,45', datetime: '2020-01-01' })).toBe('b');
  expect(await found({ near: '179.5,0', radiusMeters: '200000' })).toBe('cd');
});

it('shows nobody what is hidden, whatever the filter', async () => {
  expect(await found({ filter: "scientificName = 'Mola mola' OR TRUE" })).toBe('abcd');
  expect(await found({ filter: 'TRUE', hidden: 'include' })).toBe('abcd');
});

it.each([
  ['hiddenAt IS NULL', /no property "hiddenAt"/],
  ['raw IS NULL', /no property "raw"/],
  ["flags = 'x'", /no property "flags"/],
  ["aphiaId = 'x'", /At character 11/],
  ['S_WITHIN(geometry, POLYGON((0 0,2 2,2 0,0 2,0 0)))', /rings cross/],
  ['pg_sleep(5) = 1', /no function/],
  ['1) OR (1=1', /At character/],
  ['', /At character 1/],
])('refuses %j and says where it is wrong', async (filter, message) => {
  const { status, body } = await rig.ask(`${ITEMS}?${encode({ filter })}`);
  expect([status, body.code, body.errors[0].parameter]).toEqual([400, 'invalid-query', 'filter']);
  expect(body.errors[0].message).toMatch(message);
});

it('does not go on with a cursor of another filter', async () => {
  const first = await rig.ask(`${ITEMS}?${encode({ limit: '1', filter: 'aphiaId IS NULL' })}`);
  const next = (first.body.links as { rel: string; href: string }[]).find(
    ({ rel }) => rel === 'next',
  );
  const cursor = new URL(next?.href ?? '').searchParams.get('cursor') ?? '';
  expect((await rig.ask(`${ITEMS}?${encode({ limit: '1', cursor })}`)).status).toBe(400);
});
