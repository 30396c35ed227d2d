import type { Core } from '@strapi/strapi';
import type { ImportRuns, Run } from '../../src/plugins/importer/contract/run';
import type { ImporterConfig } from '../../src/plugins/importer/server/config';
import { nameInInbox } from './file-question';
import type { ImportOptions } from './options';
import type { createReporter } from './reporter';

interface Given {
  options: ImportOptions;
  reporter: ReturnType<typeof createReporter>;
  signal: AbortSignal;
}

/**
 * Asks the one question of a command line.
 * @returns how it ended.
 * @throws Problem when it cannot be asked.
 */
export async function runQuestion(
  strapi: Core.Strapi,
  { options, reporter, signal }: Given,
): Promise<Run['state'][]> {
  const { request, confirmWithdrawals } = options;
  const { file } = request.parameters ?? {};
  const { inbox } = strapi.config.get<ImporterConfig>('plugin::importer').files;
  const named = typeof file === 'string' && { file: nameInInbox(file, inbox) };
  const run = await strapi
    .plugin('importer')
    .service<ImportRuns>('runs')
    .start({
      ...request,
      parameters: { ...request.parameters, ...named },
      confirmWithdrawals,
      signal,
      onProgress: (current) => reporter.progress(current),
    });
  reporter.finish(run);
  return [run.state];
}
