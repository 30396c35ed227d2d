import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { z } from 'zod';
import { loadEnv } from '../../../env';
import { parseInput } from '../../../lib/parse-input';
import type { StatsService } from '../services/stats';

const noQuery = z.strictObject({});

/** `GET /api/admin/stats`. */
export default ({ strapi }: { strapi: Core.Strapi }) => ({
  async find(ctx: Context): Promise<void> {
    parseInput(noQuery, ctx.query);
    const stats = strapi.service('api::console.stats') as unknown as StatsService;
    const timeZone = loadEnv().TIME_ZONE;
    const [programme, occurrences] = await Promise.all([
      stats.programme(timeZone),
      stats.occurrences(),
    ]);
    ctx.set('Cache-Control', 'no-store');
    ctx.body = {
      data: { ...programme, occurrences: occurrences.value },
      meta: {
        countedAt: new Date().toISOString(),
        occurrencesCountedAt: occurrences.readAt.toISOString(),
        timeZone,
      },
    };
  },
});
