import type { Knex } from 'knex';
import { createDatasetPairRepository } from '../repositories/dataset-pairs';
import { createLinkRecordRepository } from '../repositories/link-records';
import { linkQueue } from '../repositories/link-queue';
import { linkRepository } from '../repositories/links';
import { createLinksService, type LinksService } from './links';
import type { LeaseDependencies } from './source-lease';
import type { TargetTables } from './targets';

export interface LinksWiring {
  db: Knex;
  resolveTargets: () => TargetTables;
  lease: Omit<LeaseDependencies, 'db'>;
  sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Puts the links service together from its parts. */
export const wireLinks = ({ db, resolveTargets, lease, sleep }: LinksWiring): LinksService =>
  createLinksService({
    db,
    links: linkRepository,
    queue: linkQueue,
    repositories: () => {
      const tables = resolveTargets();
      return {
        records: createLinkRecordRepository(tables.occurrence),
        datasetPairs: createDatasetPairRepository(tables.dataset),
      };
    },
    lease,
    sleep,
  });
