import { createHash, timingSafeEqual } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { loadEnv } from '../../../env';
import { isDraining } from '../../../lib/draining';
import type { HealthChecks } from '../../../lib/health/checks';

const hash = (text: string) => createHash('sha256').update(text).digest();

/** Whether the caller showed `HEALTH_TOKEN`; without one configured nobody does. */
function mayReadDetails(ctx: Context): boolean {
  const { HEALTH_TOKEN } = loadEnv();
  const [scheme, token] = ctx.get('Authorization').split(' ');
  if (HEALTH_TOKEN === undefined || token === undefined) return false;
  return scheme?.toLowerCase() === 'bearer' && timingSafeEqual(hash(token), hash(HEALTH_TOKEN));
}

function answer(ctx: Context, status: number, body: object): void {
  ctx.status = status;
  ctx.set('Cache-Control', 'no-store');
  ctx.body = body;
}

export default ({ strapi }: { strapi: Core.Strapi }) => {
  const checks = () => strapi.service('api::health.health') as HealthChecks;

  return {
    async summary(ctx: Context): Promise<void> {
      const report = await checks().check();
      const body = mayReadDetails(ctx) ? report : { status: report.status };
      answer(ctx, report.status === 'ok' ? 200 : 503, body);
    },

    /** The process answers; nothing else is looked at, so that a supervisor restarts it for nothing else. */
    live(ctx: Context): void {
      answer(ctx, 200, { status: 'ok' });
    },

    /** New requests may come: not while the process is about to stop, nor without its database. */
    async ready(ctx: Context): Promise<void> {
      if (isDraining()) return answer(ctx, 503, { status: 'draining' });
      const { status } = await checks().check();
      answer(ctx, status === 'ok' ? 200 : 503, { status });
    },
  };
};
