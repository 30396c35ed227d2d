import type { Core } from '@strapi/strapi';
import { isFields } from './domain/read-value';
import { IMPORT_PROFILE } from './content-types/import-profile';
import type { RunsService } from './services/runs';

/**
 * Refuses a profile whose question its source does not understand, while the editor still looks at
 * it. Runs for whatever is written through Strapi's document service. Call it in `register`.
 */
export function keepProfilesUnderstandable(strapi: Core.Strapi): void {
  strapi.documents.use(async (context, next) => {
    const isWrite = context.action === 'create' || context.action === 'update';
    if ((context.uid as string) !== IMPORT_PROFILE || !isWrite) return next();
    // Strapi types a call by its content type and action; this one is known by now.
    const given = context.params as { documentId?: string; data?: unknown };
    const written = isFields(given.data) ? given.data : {};
    const stored =
      given.documentId === undefined
        ? null
        : ((await strapi.db
            .query(IMPORT_PROFILE)
            .findOne({ where: { documentId: given.documentId } })) as object | null);
    const { source, parameters } = { ...stored, ...written } as Record<string, unknown>;
    if (typeof source === 'string') {
      const runs = strapi.plugin('importer').service<RunsService>('runs');
      runs.check({ source, parameters: isFields(parameters) ? parameters : {}, mode: 'full' });
    }
    return next();
  });
}
