import { z } from 'zod';
import { RUN_STATES } from '../../plugins/importer/contract/run';

const count = z.int().min(0);
const byName = z.record(z.string(), count);

/** `GET /api/admin/stats`: what there is and what goes on, for the first page of a console. */
export const consoleStats = z.object({
  data: z.object({
    people: z.object({ total: count, pending: count, active: count, suspended: count }),
    groups: z.object({ total: count, withMentor: count, withoutMentor: count, members: count }),
    tasks: z.object({ total: count, open: count, overdue: count, completed: count }),
    events: z
      .object({ upcoming: count, past: count, drafts: count, registrations: count, waiting: count })
      .meta({ description: 'Upcoming are those that have not ended; drafts were never published' }),
    resources: z.object({ total: count, drafts: count, byType: byName, downloads: count }),
    announcements: z.object({ live: count, scheduled: count, expired: count, drafts: count }),
    occurrences: z
      .object({ total: count, byProvider: byName })
      .meta({ description: 'The public set, as of `meta.occurrencesCountedAt`' }),
    imports: z.array(
      z.object({
        source: z.string(),
        mode: z.string(),
        state: z.enum(RUN_STATES),
        startedAt: z.iso.datetime().nullable(),
        finishedAt: z.iso.datetime().nullable(),
        read: count,
        inserted: count,
        updated: count,
        rejected: count,
      }),
    ),
  }),
  meta: z.object({
    countedAt: z.iso.datetime(),
    occurrencesCountedAt: z.iso.datetime(),
    timeZone: z.string().meta({ description: 'Whose day decides what is overdue' }),
  }),
});
export type ConsoleStats = z.infer<typeof consoleStats>['data'];
export type OccurrenceStats = ConsoleStats['occurrences'];
export type ProgrammeStats = Omit<ConsoleStats, 'occurrences'>;
