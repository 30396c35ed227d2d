import { pbkdf2Sync } from 'node:crypto';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import type { Knex } from 'knex';
import { makePerson } from '../support/people';
import { watchMemory } from '../support/process-memory';
import { downloadTo, proveExport, runProof, say, type ProofServer } from './proof';

/*
 * Proves on a server of its own that an export of many people takes little memory and begins at once,
 * that nothing in it is run by a spreadsheet, and that it comes back in without changing anything.
 *   DATABASE_URL=<scratch database, emptied> npm run prove:export
 */
const { values } = parseArgs({ options: { people: { type: 'string', default: '200000' } } });
const PEOPLE = Number(values.people);
const MOST_FIRST_BYTE_MS = 1000;
const EMAIL = 'root@example.org';
const PASSWORD = 'a password for the proof';
/** A cell that would be run: at the beginning of a line or behind a comma, quoted or not. */
const RUNNABLE = /(^|",)"?[=+@＝＋－＠]|(^|",)"-/;

async function fill(db: Knex): Promise<void> {
  const digest = pbkdf2Sync(PASSWORD, 'salt', 1000, 32, 'sha256').toString('base64');
  const password = `pbkdf2_sha256$1000$salt$${digest}`;
  await makePerson({ db }, { role: 'admin', email: EMAIL, username: 'root', password });
  await db.raw(
    `with made as (
       insert into up_users (document_id, username, email, account_status, track, created_at,
                             updated_at, published_at)
       select 'p' || lpad(cast(n as text), 23, '0'), 'person' || n,
              'person' || n || '@many.example', 'active',
              case n % 4 when 0 then '=1+' || n when 1 then 'reef, "deep" 🐠' when 2 then '-' || n end,
              now(), now(), now()
         from generate_series(1, :people) as n
       returning id
     )
     insert into up_users_role_lnk (user_id, role_id)
     select made.id, role.id from made, up_roles as role where role.type = 'student'`,
    { people: PEOPLE },
  );
  await db.raw(
    `with made as (
       insert into profiles (document_id, first_name, last_name, date_of_birth, published_at)
       select 'f' || account.document_id, 'Ada ' || account.id, '@Lovelace', '1990-12-10', now()
         from up_users as account
        where account.username <> 'root'
       returning id, document_id
     )
     insert into profiles_user_lnk (profile_id, user_id)
     select made.id, account.id
       from made
       join up_users as account on made.document_id = 'f' || account.document_id`,
  );
  await db.raw('analyze');
}

async function signInAt(base: string): Promise<Record<string, string>> {
  const answer = await fetch(`${base}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ identifier: EMAIL, password: PASSWORD }),
  });
  const { data } = (await answer.json()) as { data: { accessToken: string } };
  return { authorization: `Bearer ${data.accessToken}` };
}

async function importFrom(file: string, base: string, headers: Record<string, string>) {
  const startedAt = performance.now();
  const answer = await fetch(`${base}/api/admin/users/import`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'text/csv' },
    body: Readable.toWeb(createReadStream(file)) as ReadableStream,
    duplex: 'half',
  });
  const { data } = (await answer.json()) as { data: Record<string, number> | null };
  return { report: data, seconds: (performance.now() - startedAt) / 1000 };
}

async function countRunnable(file: string): Promise<number> {
  let found = 0;
  for await (const line of createInterface({ input: createReadStream(file) })) {
    if (RUNNABLE.test(line)) found += 1;
  }
  return found;
}

async function prove({ base, pid, db, folder }: ProofServer): Promise<string[]> {
  await fill(db);
  const headers = await signInAt(base);
  const file = path.join(folder, 'users.csv');
  // Once before, so that what is compiled and pooled once for all is not counted.
  const address = `${base}/api/admin/users/export.csv`;
  await downloadTo(file, `${address}?search=person1`, headers);
  const title = `Exported ${PEOPLE} people`;
  const exported = { pid, file, address, headers, title };
  const faults = await proveExport({ ...exported, mostFirstByteMs: MOST_FIRST_BYTE_MS });
  const runnable = await countRunnable(file);
  if (runnable > 0) faults.push(`${runnable} cells would be run`);
  const importing = watchMemory(pid);
  const { report, seconds } = await importFrom(file, base, headers);
  say(
    `Imported them back in ${seconds.toFixed(1)} s; memory grew by ` +
      `${importing.stop().toFixed(1)} MB: ${JSON.stringify(report)}`,
  );
  if (report?.['unchanged'] !== PEOPLE + 1 || report['rows'] !== PEOPLE + 1) {
    faults.push('what was exported did not come back unchanged');
  }
  return faults;
}

runProof({
  env: { UPLOAD_MAX_MB: '500' },
  prove,
  proven: 'It takes little memory, begins at once, is inert and comes back unchanged.',
});
