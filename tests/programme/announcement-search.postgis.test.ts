import { startApp, type TestApp } from '../support/app';
import { createContentRig, titlesOf, type ContentRig } from './content-rig';

process.env.THROTTLE_ENABLED = 'false';

let app: TestApp;
let rig: ContentRig;
beforeAll(async () => {
  app = await startApp();
  rig = await createContentRig(app);
});
afterAll(() => app.stop());

const search = (q: string) => rig.as('student', `/announcements?q=${encodeURIComponent(q)}`);

describe('a search among 20,000 announcements', () => {
  beforeAll(async () => {
    await app.db.raw(`
      insert into announcements (document_id, title, content, audience, publish_at, published_at,
             created_at, updated_at)
      select 'b' || lpad(cast(n as text), 23, '0'), 'Notice ' || n,
             'Harbour notice about berth ' || md5(cast(n as text))
               || repeat(' The harbour office asks all crews to read this with care.', 6)
               || case when n % 5000 = 0 then ' with porpoises' else '' end,
             cast(case when n % 10000 = 0 then '["mentor"]' else '["public"]' end as jsonb),
             now(), now(), now(), now()
        from generate_series(1, 20000) as n`);
    await app.db.raw('vacuum analyze announcements');
  });

  /** The plans of the statements that a request took. */
  async function plansOf(q: string): Promise<string[]> {
    const seen: { sql: string; bindings: unknown[] }[] = [];
    const note = (statement: { sql: string; bindings: unknown[] }) => {
      if (/search_words/.test(statement.sql)) seen.push(statement);
    };
    app.db.on('query', note);
    await search(q);
    app.db.removeListener('query', note);
    const plans: string[] = [];
    for (const { sql, bindings } of seen) {
      const text = sql.replaceAll(/\$\d+/g, '?');
      const { rows } = await app.db.raw<{ rows: Record<string, string>[] }>(
        `explain ${text}`,
        bindings as never,
      );
      plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'));
    }
    return plans;
  }

  it.each(['porpoise', '"harbour porpoise"', 'notice porpoise', 'zebra or porpoise'])(
    'finds %s by the indexes',
    async (q) => {
      const plans = await plansOf(q);
      expect(plans).toHaveLength(2);
      for (const plan of plans) {
        expect(plan).toContain('announcements_search_words_idx');
        expect(plan).toContain('announcements_search_text_idx');
      }
    },
  );

  it('shows nobody what is for others, nor counts it', async () => {
    const answer = await search('porpoise');
    expect([titlesOf(answer).length, answer.body.meta.pagination.total]).toEqual([2, 2]);
    const mentor = await rig.as('mentor', '/announcements?q=porpoise');
    expect(mentor.body.meta.pagination.total).toBe(4);
  });
});
