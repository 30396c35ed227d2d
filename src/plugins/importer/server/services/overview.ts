import type { Knex } from 'knex';
import type {
  DatasetsAnswer,
  DatasetsQuery,
  ProfilesAnswer,
  RejectedLine,
  ScheduleLine,
} from '../../contract/overview';
import { presentDataset } from '../domain/dataset-line';
import type { DatasetFreshnessRepository } from '../repositories/dataset-freshness';
import type { ProfileRepository } from '../repositories/profiles';
import type { RunRecordRepository } from '../repositories/run-records';
import type { RunControl } from './run-control';

interface OverviewDependencies {
  db: Knex;
  profiles: ProfileRepository;
  /** In the order in which schedules take their profiles. */
  sources: readonly string[];
  freshness: () => DatasetFreshnessRepository;
  runRecords: RunRecordRepository;
  findRun: RunControl['find'];
  schedules: Record<ScheduleLine['mode'], string>;
  /** When a schedule comes next; null when it is switched off. */
  nextOf: (mode: ScheduleLine['mode']) => Date | null;
}

const FIRST_REJECTED = 20;

/** What the panel shows beside runs. */
export function createOverview(dependencies: OverviewDependencies) {
  const { db, profiles, sources, freshness, runRecords, findRun, schedules, nextOf } = dependencies;
  return {
    profiles: async (): Promise<ProfilesAnswer> => ({
      data: await profiles.findAll(db, sources),
      meta: { sources },
    }),

    schedules: (): ScheduleLine[] =>
      (['incremental', 'full'] as const).map((mode) => ({
        mode,
        cron: schedules[mode],
        nextAt: nextOf(mode)?.toISOString() ?? null,
      })),

    async datasets({ page, pageSize }: DatasetsQuery): Promise<DatasetsAnswer> {
      const total = await freshness().count(db);
      const found = await freshness().list(db, { limit: pageSize, offset: (page - 1) * pageSize });
      return {
        data: found.map(presentDataset),
        meta: { page, pageSize, total, pageCount: Math.ceil(total / pageSize) },
      };
    },

    /** The first records that a run refused. @throws Problem when there is no such run. */
    async rejected(id: number): Promise<RejectedLine[]> {
      await findRun(id);
      return runRecords.findRejected(db, id, { after: 0, limit: FIRST_REJECTED });
    },
  };
}

export type Overview = ReturnType<typeof createOverview>;
