import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { loadEnv } from '../../../env';
import { isNoneMatchOf } from '../../../lib/http/entity-tag';
import { PAGE_POLICY, readAsset, redocPage, swaggerPage } from '../../../lib/openapi/pages';
import { Problem } from '../../../lib/problem';
import type { DocsService } from '../services/docs';

/** The documents may be switched off; then these addresses are as unknown as any other. */
function refuseWhenOff(isOn = loadEnv().API_DOCS_ENABLED): void {
  if (isOn) return;
  throw new Problem({
    type: 'not-found',
    detail: 'There is nothing at this address, or you may not see it.',
  });
}

const isHeldByClient = (ctx: Context, etag: string) =>
  isNoneMatchOf(ctx.get('If-None-Match'), etag);

function sendPage(ctx: Context, html: string): void {
  refuseWhenOff();
  ctx.set('Content-Security-Policy', PAGE_POLICY);
  ctx.type = 'text/html; charset=utf-8';
  ctx.body = html;
}

export default ({ strapi }: { strapi: Core.Strapi }) => ({
  document(ctx: Context): void {
    refuseWhenOff();
    const { text, etag } = (strapi.service('api::docs.docs') as DocsService).rendered();
    ctx.set('Cache-Control', 'no-cache');
    ctx.set('ETag', etag);
    ctx.type = 'application/json';
    ctx.status = 200;
    if (isHeldByClient(ctx, etag)) ctx.status = 304;
    else ctx.body = text;
  },

  swagger(ctx: Context): void {
    sendPage(ctx, swaggerPage);
  },

  redoc(ctx: Context): void {
    sendPage(ctx, redocPage);
  },

  async asset(ctx: Context): Promise<void> {
    refuseWhenOff();
    const asset = await readAsset((ctx['params'] as { file: string }).file);
    if (!asset) {
      throw new Problem({ type: 'not-found', detail: 'There is no such file.' });
    }
    ctx.set('Cache-Control', 'public, max-age=3600');
    ctx.set('ETag', asset.etag);
    ctx.type = asset.type;
    ctx.status = 200;
    if (isHeldByClient(ctx, asset.etag)) ctx.status = 304;
    else ctx.body = asset.content;
  },
});
