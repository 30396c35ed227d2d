import type { Core } from '@strapi/strapi';
import type { JobQueue } from '../../jobs/contract/queue';
import { downloadName } from './domain/accepted-types';
import { LINK_PATH } from './domain/file-links';
import { configOf, linkWriterOf, prefixOf } from './services';
import { createDiskProvider } from './services/disk-provider';
import type { Sweeper } from './services/sweeper';

const SWEEP_JOB = 'files.sweep-orphans';

/**
 * Puts our private folder in the place of Strapi's local provider, which keeps files below public/
 * for everybody. A provider of our own cannot be named in the settings: Strapi lower-cases the name,
 * and with it every path to a file.
 */
function keepFilesPrivate(strapi: Core.Strapi, folder: string): void {
  const writeLink = linkWriterOf(strapi);
  const provider = createDiskProvider({
    folder,
    linkTo: (file) => writeLink(file, downloadName(file.name ?? 'file', file.ext ?? '')).url,
    addressOf: (objectKey) => `${prefixOf(strapi)}${LINK_PATH}/${objectKey}`,
  });
  Object.assign(strapi.plugin('upload'), { provider });
}

/** Runs behind the upload plugin's own `register`, which has loaded its provider by then. */
export function register({ strapi }: { strapi: Core.Strapi }): void {
  const { folder } = configOf(strapi);
  if (folder !== null) keepFilesPrivate(strapi, folder);
  const queue = strapi.plugin('jobs').service<JobQueue>('queue');
  queue.define({
    name: SWEEP_JOB,
    retries: 0,
    async run(_payload, signal) {
      const swept = await strapi.plugin('files').service<Sweeper>('sweeper').sweep(signal);
      if (swept.files + swept.objects > 0) {
        strapi.log.info(`Files: ${swept.files} unused uploads, ${swept.objects} objects deleted`);
      }
    },
  });
  queue.schedule(SWEEP_JOB, '47 * * * *');
}
