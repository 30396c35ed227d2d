import { rm } from 'node:fs/promises';
import path from 'node:path';
import { decideOnHttpFailure } from '../../../../../lib/http-client/decide-on-failure';
import { HttpFailure } from '../../../../../lib/http-client/failure';
import type { FileClient } from '../../../../../lib/http-client/get-file';
import { withRetries, type RetryPolicy } from '../../../../../lib/http-client/retry';
import { createScratchFolder } from '../../../../../lib/scratch-folder';
import { sourceFailed } from '../../errors';
import type { FetchFile } from './create-file-source';

/** Fetches files into scratch folders, trying again what is worth it. @throws SourceFailure */
export const createFetchFile =
  (client: FileClient, policy: RetryPolicy): FetchFile =>
  async (url, signal, headers) => {
    const folder = createScratchFolder('shoal-fetch');
    const file = path.join(folder, 'file');
    try {
      await withRetries(() => client.getFile(url, file, { signal, headers }), {
        policy,
        decide: (error) => (error instanceof HttpFailure ? decideOnHttpFailure(error) : 'give-up'),
        signal,
      });
      return { path: file, folder };
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      if (!(error instanceof HttpFailure) || error.kind === 'aborted') throw error;
      throw sourceFailed(`file-${error.kind}`, `The file: ${error.message}`, error);
    }
  };
