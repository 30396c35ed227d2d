import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { z } from 'zod';
import { isNoneMatchOf } from '../../../lib/http/entity-tag';
import { parseInput } from '../../../lib/parse-input';
import { principalOf } from '../../../plugins/accounts/contract/principal';
import type { CalendarService } from '../services/calendar';

/** `GET /api/events/calendar.ics`. */
export default ({ strapi }: { strapi: Core.Strapi }) => ({
  async find(ctx: Context): Promise<void> {
    parseInput(z.strictObject({}), ctx.query);
    const service = strapi.service('api::event.calendar') as CalendarService;
    const { etag, text } = await service.read(principalOf(ctx));
    ctx.set('ETag', etag);
    ctx.set('Cache-Control', 'private, no-cache');
    ctx.vary('Authorization');
    ctx.vary('Cookie');
    if (isNoneMatchOf(ctx.get('If-None-Match'), etag)) {
      ctx.status = 304;
      return;
    }
    ctx.set('Content-Type', 'text/calendar; charset=utf-8');
    ctx.set('Content-Disposition', 'inline; filename="calendar.ics"');
    ctx.body = await text();
  },
});
