import { rename, stat } from 'node:fs/promises';
import type { Middleware } from 'koa';
import { downloadName, mimeOf } from '../domain/accepted-types';
import { refusedFiles } from '../errors';
import type { Judge } from '../services/judge';

/** A file as Strapi's body parser leaves it for the upload plugin, which believes what it says. */
interface ParsedFile {
  filepath: string;
  originalFilename: string | null;
  mimetype: string | null;
  size: number;
}

interface Dependencies {
  /** Made before the services can be, so it is looked up when the first file comes. */
  judge: () => Judge;
}

/** The parser types them by declaration merging of its own. */
const filesOf = (request: object): ParsedFile[] =>
  Object.values(
    (request as { files?: Record<string, ParsedFile | ParsedFile[]> }).files ?? {},
  ).flat();

/**
 * Looks into the files that staff send to the media library as into everybody's: Strapi goes by their
 * first bytes, and keeps the place where a photo was taken. Stands behind the body parser.
 */
export function createPanelInspection({ judge }: Dependencies): Middleware {
  async function inspect(file: ParsedFile, index: number): Promise<void> {
    const filename = file.originalFilename ?? '';
    const came = { filename, path: file.filepath, bytes: file.size };
    const verdict = await judge().judge(came, index);
    if ('code' in verdict) throw refusedFiles([verdict]);
    // To where whoever cleans up behind the request looks.
    if (verdict.path !== file.filepath) await rename(verdict.path, file.filepath);
    const { size } = await stat(file.filepath);
    const originalFilename = downloadName(filename, verdict.extension);
    Object.assign(file, { size, originalFilename, mimetype: mimeOf(verdict.extension) });
  }

  return async (ctx, next) => {
    for (const [index, file] of filesOf(ctx.request).entries()) await inspect(file, index);
    await next();
  };
}
