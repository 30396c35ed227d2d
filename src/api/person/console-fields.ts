import { z } from 'zod';
import { ACCOUNT_STATUSES } from '../../plugins/accounts/contract/principal';

const count = z.int().min(0);
const byName = z.record(z.string(), count);

/** `GET /api/admin/users/stats`. */
export const personStats = z.object({
  data: z.object({
    total: count,
    byRole: byName,
    byStatus: z.object({ pending: count, active: count, suspended: count }),
    byTrack: z.array(z.object({ track: z.string(), count })),
    withoutTrack: count,
    withoutGroup: count,
    activeLast30Days: count.meta({ description: 'Signed in or seen within 30 days' }),
    registeredByMonth: z
      .array(z.object({ month: z.string().meta({ example: '2025-03' }), count }))
      .meta({ description: 'The last twelve months by TIME_ZONE, this one last' }),
  }),
  meta: z.object({ timeZone: z.string() }),
});
export type PersonStats = z.infer<typeof personStats>['data'];

/** `GET /api/admin/users/filters`: what a list can be filtered by, and how many people each finds. */
export const personFilters = z.object({
  data: z.object({
    roles: z.array(z.object({ value: z.string(), label: z.string(), count })),
    statuses: z.array(z.object({ value: z.enum(ACCOUNT_STATUSES), count })),
    tracks: z.array(z.object({ value: z.string(), count })),
    groups: z.array(z.object({ value: z.string(), label: z.string(), id: z.string(), count })),
    withoutGroup: count.meta({ description: 'What `group=none` finds' }),
  }),
});
export type PersonFilters = z.infer<typeof personFilters>['data'];
