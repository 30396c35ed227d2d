import { z } from '@strapi/utils';

const state = z.enum(['ok', 'unavailable', 'draining']);
const details = z.object({
  database: z.object({ status: state, error: z.string().optional() }),
  postgis: z.object({ status: state, version: z.string().optional() }),
  sqlFiles: z.object({
    status: state,
    applied: z.int().optional(),
    missing: z.array(z.string()).optional(),
  }),
});

const route = (path: string, handler: string, response: z.ZodType) => ({
  method: 'GET' as const,
  path,
  handler: `health.${handler}`,
  config: { auth: false as const },
  response,
});

export default {
  routes: [
    route('/health', 'summary', z.object({ status: state, checks: details.optional() })),
    route('/health/live', 'live', z.object({ status: state })),
    route('/health/ready', 'ready', z.object({ status: state })),
  ],
};
