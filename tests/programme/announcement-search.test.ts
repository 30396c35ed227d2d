import { startApp, type TestApp } from '../support/app';
import { createContentRig, faultsOf, titlesOf, type ContentRig } from './content-rig';

process.env.THROTTLE_ENABLED = 'false';

let app: TestApp;
let rig: ContentRig;
let sequence = 0;

/** A published announcement, straight into the table. */
async function insert(columns: Record<string, unknown>): Promise<void> {
  sequence += 1;
  const moment = new Date();
  await app.db('announcements').insert({
    document_id: `a${String(sequence).padStart(23, '0')}`,
    audience: JSON.stringify(['public']),
    content: '',
    published_at: moment,
    created_at: moment,
    updated_at: moment,
    ...columns,
  });
}

beforeAll(async () => {
  app = await startApp();
  rig = await createContentRig(app);
  await insert({ title: 'Whales', content: 'Three whales were seen. No dolphins.' });
  await insert({ title: 'Krill', summary: 'Food of a blue whale' });
  await insert({ title: 'Blue', content: 'The whale was not blue but grey, as CO2 is not.' });
  await insert({ title: 'Acid', content: 'pH of the sea falls as CO₂ rises; 100% sure, a_b c\\d' });
  await insert({ title: 'Phytoplankton', content: 'Blooms in spring.' });
  await insert({ title: '海豚', content: '昨天看到三只海豚。' });
  await insert({ title: 'Hidden', content: 'whale', audience: JSON.stringify(['mentor']) });
});
afterAll(() => app.stop());

const search = (q: string, more = '') =>
  rig.as('student', `/announcements?q=${encodeURIComponent(q)}${more}`);
const found = async (q: string) => {
  const answer = await search(q);
  expect(answer.status).toBe(200);
  expect(answer.body.meta.pagination.total).toBe(titlesOf(answer).length);
  return titlesOf(answer).sort();
};

it.each([
  ['whale', ['Blue', 'Krill', 'Whales']],
  ['WHALES', ['Blue', 'Krill', 'Whales']],
  ['seeing', []],
  ['bloom', ['Phytoplankton']],
  ['CO', ['Acid', 'Blue']],
  ['pH', ['Acid', 'Phytoplankton']],
  ['plankt', ['Phytoplankton']],
  ['海豚', ['海豚']],
  ['"blue whale"', ['Krill']],
  ['blue whale', ['Blue', 'Krill']],
  ['whale -krill', ['Blue', 'Whales']],
  ['whale -dolphin', ['Blue', 'Krill']],
  ['whale -dolphins', ['Blue', 'Krill']],
  ['-whale', ['Acid', 'Phytoplankton', '海豚']],
  ['whale -"blue whale"', ['Blue', 'Whales']],
  ['krill or bloom', ['Krill', 'Phytoplankton']],
  ['100%', ['Acid']],
  ['%', ['Acid']],
  ['_', ['Acid']],
  ['c\\d', ['Acid']],
  ['\\', ['Acid']],
  ['nowhere', []],
])('finds by %j', async (q, titles) => {
  expect(await found(q)).toEqual(titles);
});

it('asks for nothing by an empty text', async () => {
  const all = await found('');
  expect(all).toHaveLength(6);
  for (const q of [' ', '""', '-', 'or']) expect(await found(q)).toEqual(all);
});

it('goes with filters, order, pages and other parameters', async () => {
  const filtered = await search('whale', '&filters[title][$ne]=Blue&sort=title:desc&fields=title');
  expect(titlesOf(filtered)).toEqual(['Whales', 'Krill']);
  const paged = await search('whale', '&sort=title&pagination[pageSize]=1&pagination[page]=2');
  expect([titlesOf(paged), paged.body.meta.pagination.total]).toEqual([['Krill'], 3]);
});

it('finds drafts for those who write them, and for nobody else', async () => {
  await insert({ title: 'Draft', content: 'manatee', published_at: null });
  const draft = await rig.as('admin', '/announcements?q=manatee&status=draft');
  expect(titlesOf(draft)).toEqual(['Draft']);
  expect(await found('manatee')).toEqual([]);
  expect((await search('manatee', '&status=draft')).status).toBe(400);
});

it.each([`q=${'a'.repeat(201)}`, 'q[]=a', 'q=a&q=b', 'q[$ne]=a', 'q=a%00b'])(
  'refuses %s',
  async (query) => {
    const answer = await rig.as('student', `/announcements?${query}`);
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid-query']);
    expect(faultsOf(answer)).toHaveLength(1);
  },
);

it('takes q for lists of announcements only', async () => {
  expect((await rig.as('student', '/resources?q=a')).status).toBe(400);
  expect((await rig.as('student', `/announcements/${'a'.repeat(24)}?q=a`)).status).toBe(400);
});

/** Texts of signs that mean something to a search, to SQL or to tsquery; the same at every run. */
function* hostileTexts(count: number): Generator<string> {
  const parts = [
    '"',
    '-',
    "'",
    '\\',
    '%',
    '_',
    ':',
    '*',
    '&',
    '|',
    '!',
    '<->',
    '(',
    ')',
    ' ',
    'or',
  ].concat(['whale', 'é', '海', '😀', '$1', '?', '??', ':g0t0Words', ';--', '\t', '\n', '{', '/*']);
  let state = 20260101;
  const next = (below: number) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state % below;
  };
  for (let index = 0; index < count; index += 1) {
    const length = 1 + next(12);
    yield Array.from({ length }, () => parts[next(parts.length)]).join('');
  }
}

it('answers any text at all, and never with what is for others', async () => {
  for (const text of hostileTexts(300)) {
    const answer = await search(text);
    const titles = titlesOf(answer);
    expect([text, answer.status]).toEqual([text, 200]);
    expect(titles).not.toContain('Hidden');
    expect(answer.body.meta.pagination.total).toBe(titles.length);
  }
});

it('finds what a text says and what it does not say, together everything once', async () => {
  const all = (await found('')).length;
  for (const text of ['whale', 'co', '%', 'the', '海豚', 'blue']) {
    const says = await found(text);
    const saysNot = await found(`-${text}`);
    expect(says.length + saysNot.length).toBe(all);
  }
});
