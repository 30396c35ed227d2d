import { onEmbedded, openDatabase } from '../support/database';

const itOnEmbedded = onEmbedded() ? it : it.skip;

itOnEmbedded('works on after thousands of statements that failed', async () => {
  const db = openDatabase();
  try {
    for (let failed = 0; failed < 3000; failed += 1) {
      await expect(db.raw('select 1/0')).rejects.toThrow('division by zero');
    }
    // What goes deep is what would notice a stack that is never given back.
    const { rows } = await db.raw<{ rows: { found: boolean }[] }>(
      `select 'kelp' ~ '^(k|w)(e|h)(l|a)(p|l)*$' as found`,
    );
    expect(rows).toEqual([{ found: true }]);
  } finally {
    await db.destroy();
  }
});
