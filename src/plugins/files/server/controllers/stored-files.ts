import type { Context } from 'koa';
import { byteRangeOf } from '../../../../lib/http/byte-range';
import { attachmentOf } from '../../../../lib/http/content-disposition';
import { isNoneMatchOf } from '../../../../lib/http/entity-tag';
import { linkQuery } from '../../contract/uploads';
import { badLink } from '../errors';
import type { LocalFiles } from '../services/local-files';

type PathContext = Context & { params: Record<string, string> };

interface Dependencies {
  localFiles: LocalFiles;
  now: () => Date;
}

/** A stored file that a browser opens all the same runs nothing and reaches nothing. */
const FILE_POLICY =
  "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** `/api/files/:name`: whoever has the link gets the file, to save it or in an image element. */
export const createStoredFilesController = ({ localFiles, now }: Dependencies) => ({
  async find(ctx: PathContext): Promise<void> {
    const query = linkQuery.safeParse(ctx.query);
    if (!query.success) throw badLink();
    const { as: name, signature } = query.data;
    const expires = Number(query.data.expires);
    const objectKey = ctx.params['name'] ?? '';
    const file = await localFiles.open({ objectKey, name, expires, signature });
    const secondsLeft = Math.max(0, Math.floor(expires - now().getTime() / 1000));
    ctx.set({
      'Accept-Ranges': 'bytes',
      'Cache-Control': `private, max-age=${secondsLeft}`,
      'Content-Disposition': attachmentOf(name),
      'Content-Security-Policy': FILE_POLICY,
      // Pages of the frontend show images from here.
      'Cross-Origin-Resource-Policy': 'cross-origin',
      'X-Content-Type-Options': 'nosniff',
      ETag: file.etag,
    });
    if (isNoneMatchOf(ctx.get('If-None-Match'), file.etag)) {
      ctx.status = 304;
      return;
    }
    const condition = ctx.get('If-Range');
    const asked = condition === '' || condition === file.etag ? ctx.get('Range') : '';
    const range = byteRangeOf(asked, file.bytes);
    if (range === 'unsatisfiable') {
      ctx.set('Content-Range', `bytes */${file.bytes}`);
      ctx.status = 416;
      // No problem document: whoever asks for parts of a file reads the header.
      ctx.body = Buffer.alloc(0);
      return;
    }
    ctx.status = range ? 206 : 200;
    if (range) ctx.set('Content-Range', `bytes ${range.start}-${range.end}/${file.bytes}`);
    if (ctx.method !== 'HEAD') ctx.body = file.read(range);
    ctx.set('Content-Type', file.mime);
    ctx.length = range ? range.end - range.start + 1 : file.bytes;
  },
});
