import { Client } from 'pg';
import { prepareEnvironment } from '../launcher/environment';
import { benchSideBySide } from './side-by-side';
import type { StockType } from './stock-process';

const FIRST_PORT = 23_190;
const GROUPS = 200;
const ANNOUNCEMENTS = 400;

/** The stock app has the same texts and dates, without people, audiences and rules. */
const TYPES: StockType[] = [
  {
    singularName: 'group',
    pluralName: 'groups',
    draftAndPublish: false,
    attributes: {
      code: { type: 'string' },
      name: { type: 'string' },
      track: { type: 'string' },
      description: { type: 'text' },
    },
  },
  {
    singularName: 'announcement',
    pluralName: 'announcements',
    draftAndPublish: true,
    attributes: {
      title: { type: 'string' },
      summary: { type: 'text' },
      content: { type: 'richtext' },
      publishAt: { type: 'datetime' },
      expireAt: { type: 'datetime' },
      audience: { type: 'json' },
    },
  },
];

const NOW = `now() at time zone 'utc'`;

/** The same groups and announcements for both; of ours the student sees the second half. */
const ROWS = `
  insert into groups (document_id, code, name, track, description, created_at, updated_at, published_at)
  select 'group' || n, 'BTF' || lpad(n::text, 3, '0'), 'Group ' || n, 'Biodiversity',
         repeat('What the group does. ', 10), ${NOW}, ${NOW}, ${NOW}
    from generate_series(1, ${GROUPS}) as n;
  insert into announcements
         (document_id, title, summary, content, publish_at, audience, created_at, updated_at, published_at)
  select 'announcement' || n, 'Announcement ' || n, 'In short.', repeat('What there is to say. ', 20),
         ${NOW} - n * interval '1 hour',
         case when n % 2 = 0 then '["student"]' else '["mentor"]' end::jsonb, ${NOW}, ${NOW}, version
    from generate_series(1, ${ANNOUNCEMENTS}) as n, (values (null::timestamp), (${NOW})) as versions (version);
  analyze;`;

/** The student of the bench is in half of the groups, each of which has five more. */
const MEMBERSHIPS = `
  insert into up_users (document_id, username, email, account_status, provider, created_at, updated_at)
  select 'member' || n, 'member' || n, 'member' || n || '@example.org', 'active', 'local', ${NOW}, ${NOW}
    from generate_series(1, 500) as n;
  insert into up_users_role_lnk (user_id, role_id)
  select account.id, role.id from up_users as account, up_roles as role
   where account.username like 'member%' and role.type = 'student';
  insert into group_memberships (document_id, group_document_id, user_document_id, created_at, updated_at)
  select 'membership' || id, 'group' || (1 + id % ${GROUPS}), document_id, ${NOW}, ${NOW}
    from up_users where username like 'member%';
  insert into group_memberships (document_id, group_document_id, user_document_id, created_at, updated_at)
  select 'own' || n, 'group' || n, account.document_id, ${NOW}, ${NOW}
    from generate_series(${GROUPS / 2 + 1}, ${GROUPS}) as n, up_users as account
   where account.username = 'bench';
  analyze;`;

async function run(databaseUrl: string, statements: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(statements);
  } finally {
    await client.end();
  }
}

/**
 * `npm run bench -- programme [port]`: the lists of groups and of announcements as a student, with row
 * rules and people, beside a stock Strapi without them. Makes two databases on the PostgreSQL server
 * of DATABASE_URL.
 */
export async function main([port]: string[]): Promise<number> {
  await prepareEnvironment();
  await benchSideBySide({
    area: 'programme',
    firstPort: Number(port ?? FIRST_PORT),
    types: TYPES,
    fill: async ({ shoal, stock }) => {
      await run(stock, ROWS);
      await run(shoal, `${ROWS}${MEMBERSHIPS}`);
    },
    paths: [
      { path: '/api/groups', atLeast: 0.8 },
      { path: '/api/announcements', atLeast: 0.8 },
    ],
  });
  return 0;
}
