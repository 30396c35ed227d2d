import { rm } from 'node:fs/promises';
import type { Middleware } from 'koa';

/** Where the body parser puts the files of a request; it types them by declaration merging of its own. */
interface WithFiles {
  files?: Record<string, unknown>;
}

const hasPath = (file: unknown): file is { filepath: string } =>
  typeof file === 'object' &&
  file !== null &&
  'filepath' in file &&
  typeof file.filepath === 'string';

/**
 * Deletes what the body parser wrote to disk, also when the request was refused or its fields had
 * other names than Strapi looks for: Strapi forgets those.
 */
export function createUploadCleanup(): Middleware {
  return async (ctx, next) => {
    const written = Object.values((ctx.request as WithFiles).files ?? {})
      .flat()
      .filter(hasPath);
    try {
      await next();
    } finally {
      await Promise.all(written.map(({ filepath }) => rm(filepath, { force: true })));
    }
  };
}
