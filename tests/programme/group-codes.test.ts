import { useGroups } from '../support/groups-rig';

const rig = useGroups();

const numberOf = (code: string) => Number(code.slice(3));

it('gives 50 groups that are made at once 50 codes in a row', async () => {
  const before = numberOf((await rig.group()).code);
  const groups = await Promise.all(
    Array.from({ length: 50 }, (_, index) => rig.group({ name: `Group ${index}` })),
  );
  const numbers = groups.map(({ code }) => numberOf(code)).sort((one, other) => one - other);
  expect(numbers).toEqual(Array.from({ length: 50 }, (_, index) => before + 1 + index));
});

it('leaves no gap for a group that could not be made', async () => {
  const before = numberOf((await rig.group()).code);
  const refused = await rig.admin.ask('POST /api/groups', {
    data: { name: 'Seals', mentor: 'x'.repeat(24) },
  });
  expect(refused.status).toBe(422);
  expect(numberOf((await rig.group()).code)).toBe(before + 1);
});

it('goes on after a code that was given, and gives none twice, made at once or not', async () => {
  const next = numberOf((await rig.group()).code) + 1;
  const given = Array.from({ length: 10 }, (_, index) => `btf${next + index * 2}`);
  const answers = await Promise.all([
    ...given.map((code) => rig.admin.ask('POST /api/groups', { data: { name: 'A', code } })),
    ...given.map(() => rig.admin.ask('POST /api/groups', { data: { name: 'A' } })),
  ]);
  const made = answers.filter(({ status }) => status === 201).map(({ data }) => data['code']);
  // A given number may have been taken by who asked for the next: that is told, never doubled.
  const refused = answers.filter(({ status }) => status !== 201);
  expect(refused.every(({ code }) => code === 'code-taken')).toBe(true);
  expect(new Set(made).size).toBe(made.length);
  expect(made.length).toBeGreaterThanOrEqual(10);
  expect(numberOf((await rig.group()).code)).toBeGreaterThan(
    Math.max(...made.map((code) => numberOf(String(code)))),
  );
});

it('gives codes to groups that SQL or the panel makes, too', async () => {
  const last = numberOf((await rig.group()).code);
  const documents = rig.app.strapi.documents('api::group.group');
  const made = await documents.create({ data: { name: 'By the panel' } });
  const [row] = await rig.app
    .db('groups')
    .insert({ document_id: 'sqlgroup0000000000000000', name: 'By SQL' })
    .returning<{ code: string }[]>('code');
  expect([made.code, row?.code].map((code) => numberOf(code ?? ''))).toEqual([last + 1, last + 2]);
});

it('goes on with BTF1000 after BTF999', async () => {
  await rig.app.db('group_code_counter').update({ highest: 998 });
  const codes = [];
  for (let index = 0; index < 3; index += 1) codes.push((await rig.group()).code);
  expect(codes).toEqual(['BTF999', 'BTF1000', 'BTF1001']);
});
