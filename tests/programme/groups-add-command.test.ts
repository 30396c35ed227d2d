import { spawn } from 'node:child_process';
import path from 'node:path';
import { useGroups } from '../support/groups-rig';
import { makePerson } from '../support/people';

const ROOT = path.resolve(__dirname, '..', '..');
const rig = useGroups();

interface Ended {
  code: number | null;
  output: string;
  faults: string;
}

/** The command as a process of its own, beside the server that this test runs, on its database. */
function addToGroup(...args: string[]): Promise<Ended> {
  const child = spawn(process.execPath, ['scripts/run.mjs', 'add-to-group', ...args], {
    cwd: ROOT,
    env: { ...process.env, SERVE_ADMIN_PANEL: 'false' },
  });
  let output = '';
  let faults = '';
  child.stdout.on('data', (text: Buffer) => (output += text.toString()));
  child.stderr.on('data', (text: Buffer) => (faults += text.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output, faults })));
}

const membersOf = async (code: string) => {
  const { data } = await rig.admin.ask(`GET /api/groups/${code}`);
  return (data['members'] as { id: string }[]).map(({ id }) => id).sort();
};

it('adds people by their addresses, says what it did, and repeats without harm', async () => {
  const group = await rig.group();
  const ada = await makePerson(rig.app, { email: 'ada@example.org' });
  const eve = await makePerson(rig.app, { email: 'eve@example.org' });
  const first = await addToGroup(group.code.toLowerCase(), ' Ada@Example.org', 'eve@example.org');
  expect(first).toMatchObject({
    code: 0,
    output: [
      'ada@example.org: added',
      'eve@example.org: added',
      `Added 2 people to ${group.code}.\n`,
    ].join('\n'),
  });
  expect(await membersOf(group.code)).toEqual([ada.documentId, eve.documentId].sort());
  const again = await addToGroup(group.code, 'ada@example.org', '--json');
  expect(again.code).toBe(0);
  expect(JSON.parse(again.output)).toEqual({
    group: group.code,
    isDryRun: false,
    isRefused: false,
    people: [{ email: 'ada@example.org', outcome: 'already-member' }],
  });
}, 60_000);

it('adds nobody when an address is unknown, or when it only says what it would do', async () => {
  const group = await rig.group();
  const { email } = await makePerson(rig.app);
  const refused = await addToGroup(group.code, email, 'nobody@example.org');
  expect(refused.code).toBe(1);
  expect(refused.output).toBe(
    [
      `${email}: not added, because another address was refused`,
      'nobody@example.org: refused: nobody has this address',
      `Nobody was added to ${group.code}.\n`,
    ].join('\n'),
  );
  const dry = await addToGroup(group.code, email, '--dry-run');
  expect([dry.code, dry.output]).toEqual([
    0,
    `${email}: added\nWould add 1 person to ${group.code}.\n`,
  ]);
  expect(await membersOf(group.code)).toEqual([]);
}, 60_000);

it('says so when there is no such group', async () => {
  const { code, output, faults } = await addToGroup('NOPE-1', 'a@example.org');
  expect([code, output]).toEqual([1, '']);
  expect(faults).toContain('There is no group NOPE-1.');
}, 60_000);
