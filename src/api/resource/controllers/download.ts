import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { z } from 'zod';
import { parseInput } from '../../../lib/parse-input';
import { principalOf } from '../../../plugins/accounts/contract/principal';
import type { DownloadService } from '../services/download';

/** Programs that fetch a file in pieces ask for the first one once. */
function isFirstPiece(ctx: Context): boolean {
  const range = ctx.get('Range');
  return range === '' || /^bytes=0-/.test(range);
}

export default ({ strapi }: { strapi: Core.Strapi }) => ({
  async find(ctx: Context & { params: { id: string } }): Promise<void> {
    parseInput(z.strictObject({}), ctx.query);
    // Strapi types services by the generated types of one app.
    const download = strapi.service('api::resource.download') as unknown as DownloadService;
    const isCounted = ctx.method === 'GET' && isFirstPiece(ctx);
    const address = await download.open(principalOf(ctx), ctx.params.id, isCounted);
    ctx.set('Cache-Control', 'no-store');
    ctx.set('Referrer-Policy', 'no-referrer');
    ctx.redirect(address);
  },
});
