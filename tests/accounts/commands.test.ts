import { spawn } from 'node:child_process';
import path from 'node:path';
import { startApp, type TestApp } from '../support/app';
import { makePerson, type TestPerson } from '../support/people';

const ROOT = path.resolve(__dirname, '..', '..');

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

interface Ended {
  code: number | null;
  output: string;
  faults: string;
}

/** A command as a process of its own, beside the server that this test runs, on its database. */
function run(...args: string[]): Promise<Ended> {
  const child = spawn(process.execPath, ['scripts/run.mjs', ...args], {
    cwd: ROOT,
    env: { ...process.env, SERVE_ADMIN_PANEL: 'false' },
  });
  let output = '';
  let faults = '';
  child.stdout.on('data', (text: Buffer) => (output += text.toString()));
  child.stderr.on('data', (text: Buffer) => (faults += text.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output, faults })));
}

const rowOf = ({ userId }: TestPerson) =>
  app
    .db('up_users')
    .where('id', userId)
    .first<{ account_status: string; confirmed: boolean; email_verified_at: Date | null }>();
const eventsOf = ({ documentId }: TestPerson) =>
  app.db('accounts_security_events').where('target_id', documentId);

describe('verify-users', () => {
  it('says whom it would mark, marks them, and then has nothing left to do', async () => {
    const pending = await makePerson(app, { username: 'waits', status: 'pending' });
    const before = await rowOf(pending);

    const dry = await run('verify-users', '--dry-run');
    expect(dry).toMatchObject({ code: 0 });
    expect(dry.output).toContain(`Would mark waits <${pending.email}> (${pending.documentId})`);
    expect(dry.output.trim().split('\n').at(-1)).toBe('Would mark 1 account as verified.');
    expect(await rowOf(pending)).toEqual(before);
    expect(await eventsOf(pending)).toEqual([]);

    const real = await run('verify-users');
    expect(real.output).toBe(
      `Marked waits <${pending.email}> (${pending.documentId})\nMarked 1 account as verified.\n`,
    );
    const { email_verified_at: verifiedAt, ...after } = await rowOf(pending);
    expect(after).toMatchObject({ account_status: 'active', confirmed: true });
    expect(verifiedAt).not.toBeNull();
    expect(await eventsOf(pending)).toMatchObject([
      { type: 'marked-verified', actor_kind: 'system', actor_id: null, address: null },
    ]);

    expect((await run('verify-users')).output).toBe('Marked 0 accounts as verified.\n');
    expect(await eventsOf(pending)).toHaveLength(1);
  });

  it('leaves suspended people alone, and those who came later', async () => {
    const suspended = await makePerson(app, { status: 'suspended' });
    const late = await makePerson(app, { status: 'pending' });
    const early = await makePerson(app, { status: 'pending' });
    await app
      .db('up_users')
      .where('id', early.userId)
      .update({ created_at: new Date('2020-01-01') });
    const { code, output } = await run('verify-users', '--created-before', '2020-06-01');
    expect(code).toBe(0);
    expect(output).toContain(early.email);
    expect(output).toContain('Marked 1 account as verified.');
    expect((await rowOf(early)).account_status).toBe('active');
    expect((await rowOf(late)).account_status).toBe('pending');
    expect((await rowOf(suspended)).account_status).toBe('suspended');
  });

  it('does nothing when it is not understood', async () => {
    const { code, output, faults } = await run('verify-users', '--created-before', 'yesterday');
    expect(code).toBe(1);
    expect(output).toBe('');
    expect(faults).toMatch(/--created-before: must be a date.*\nUsage: npm run verify-users/);
  });
});

describe('create-admin', () => {
  const signIn = (email: string, password: string) =>
    fetch(`${app.url}/admin/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    });

  it('makes a super admin who signs in at the running server, and shows the password once', async () => {
    const { code, output } = await run('create-admin', '--email', 'Chief@reef.example');
    expect(code).toBe(0);
    expect(output).toContain('Created the super admin chief@reef.example.');
    const password = /Password, shown this once: (\S+)/.exec(output)?.[1] ?? '';
    expect((await signIn('chief@reef.example', password)).status).toBe(200);
  });

  it('does not print a password that was given', async () => {
    const password = 'Given-by-hand-7';
    const { code, output } = await run(
      ...['create-admin', '--email', 'second@reef.example', '--password', password],
    );
    expect(code).toBe(0);
    expect(output).not.toContain(password);
    expect((await signIn('second@reef.example', password)).status).toBe(200);
  });

  it('says so when there is such an account already', async () => {
    const { code, faults } = await run('create-admin', '--email', 'second@reef.example');
    expect(code).toBe(1);
    expect(faults).toContain('There is already a panel account');
  });
});
