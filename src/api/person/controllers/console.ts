import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { z } from 'zod';
import { loadEnv } from '../../../env';
import { parseInput } from '../../../lib/parse-input';
import { consoleRows } from '../console-rows';

const noQuery = z.strictObject({});

/** What the console shows about people beside their list. */
export default ({ strapi }: { strapi: Core.Strapi }) => ({
  async stats(ctx: Context): Promise<void> {
    parseInput(noQuery, ctx.query);
    const timeZone = loadEnv().TIME_ZONE;
    const data = await consoleRows.stats(strapi.db.connection, timeZone);
    ctx.set('Cache-Control', 'no-store');
    ctx.body = { data, meta: { timeZone } };
  },

  async filters(ctx: Context): Promise<void> {
    parseInput(noQuery, ctx.query);
    ctx.set('Cache-Control', 'no-store');
    ctx.body = { data: await consoleRows.filters(strapi.db.connection) };
  },
});
