import type { Context } from 'koa';
import { z } from 'zod';
import { parseInput } from '../../../../lib/parse-input';
import { datasetsQuery } from '../../contract/overview';
import type { Overview } from '../services/overview';
import { runIdOf } from './run-id';

type PathContext = Context & { params: Record<string, string> };

const nothing = z.strictObject({});

/** What the panel's page asks for beside runs and links. */
export const createOverviewController = (overview: Overview) => ({
  async profiles(ctx: PathContext): Promise<void> {
    parseInput(nothing, ctx.query);
    ctx.set('Cache-Control', 'no-store');
    ctx.body = await overview.profiles();
  },

  schedules(ctx: PathContext): void {
    parseInput(nothing, ctx.query);
    ctx.set('Cache-Control', 'no-store');
    ctx.body = { data: overview.schedules() };
  },

  async datasets(ctx: PathContext): Promise<void> {
    const query = parseInput(datasetsQuery, ctx.query);
    ctx.set('Cache-Control', 'no-store');
    ctx.body = await overview.datasets(query);
  },

  async rejected(ctx: PathContext): Promise<void> {
    parseInput(nothing, ctx.query);
    ctx.set('Cache-Control', 'no-store');
    ctx.body = { data: await overview.rejected(runIdOf(ctx)) };
  },
});
