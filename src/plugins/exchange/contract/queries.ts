import { z } from 'zod';
import type { ExchangeKind } from './kind';

/** A transform would keep the OpenAPI document from describing it. */
const flag = z.enum(['true', 'false']);

const exportQuery = z.strictObject({
  columns: z
    .string()
    .min(1)
    .max(2000)
    .meta({ description: 'Names of columns, parted by commas; all of them when left out' })
    .optional(),
  bom: flag
    .meta({ description: 'Begin with a byte order mark, which Excel needs to see UTF-8' })
    .optional(),
});

export type ExportQuery = z.infer<typeof exportQuery>;

/** What an export takes, with what narrows its kind. */
export const exportQueryOf = ({ filters }: Pick<ExchangeKind, 'filters'>) =>
  exportQuery.extend(filters?.shape ?? {});

const importQuery = z.strictObject({
  dryRun: flag.meta({ description: 'Check every row and write nothing' }).optional(),
});
const invitingImportQuery = importQuery.extend({
  invite: flag.meta({ description: 'Send an invitation to everybody who is new' }).optional(),
});

/** What an import takes; `invite` where people come of it. */
export const importQueryOf = ({ invites }: Pick<ExchangeKind['import'], 'invites'>) =>
  invites ? invitingImportQuery : importQuery;

/** What an import was asked for. */
export function importChoices(query: z.infer<ReturnType<typeof importQueryOf>>) {
  return {
    isDryRun: query.dryRun === 'true',
    invite: 'invite' in query && query.invite === 'true',
  };
}
