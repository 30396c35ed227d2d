import { z } from 'zod';
import type { ExchangeKind } from './kind';
import { exportQueryOf, importQueryOf } from './queries';

const csvFile = z
  .string()
  .meta({
    'x-media-type': 'text/csv',
    description: 'RFC 4180, UTF-8, the first line names columns',
  });

const count = z.int().min(0);
const importAnswer = z.object({
  data: z.object({
    isDryRun: z.boolean(),
    rows: count,
    created: count,
    updated: count,
    unchanged: count,
    failed: count,
    errors: z.array(
      z.object({
        row: z.int().meta({ description: 'As a spreadsheet counts; 1 is the header' }),
        column: z.string().nullable(),
        code: z.string(),
        message: z.string(),
      }),
    ),
  }),
});

type RoutedKind = Pick<ExchangeKind, 'name' | 'filters'> & { invites: boolean };

/**
 * The addresses of a kind, for a route file of its content type: routes of the app come before those
 * of plugins, so only there they stand before `/admin/users/:id`.
 */
export const exchangeRoutes = (kind: RoutedKind) => {
  const { name } = kind;
  const configOf = (action: string, scope: string) => ({
    exchange: name,
    throttle: { scope },
    auth: { scope: [`plugin::exchange.exchange.${action}`] },
  });
  return [
    {
      method: 'GET' as const,
      path: `/admin/${name}/export.csv`,
      handler: 'plugin::exchange.exchange.export',
      config: configOf('export', 'export'),
      request: { query: exportQueryOf(kind).shape },
      response: csvFile,
    },
    {
      method: 'POST' as const,
      path: `/admin/${name}/import`,
      handler: 'plugin::exchange.exchange.import',
      config: configOf('import', 'upload'),
      request: { query: importQueryOf(kind).shape, body: { 'text/csv': csvFile } },
      response: importAnswer,
    },
  ];
};
