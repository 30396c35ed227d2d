import type { Core } from '@strapi/strapi';
import { keepAnswer, type KeptAnswer } from '../../../lib/kept-answer';
import type { OccurrenceStats, ProgrammeStats } from '../console-stats';
import { statsRows } from '../stats-rows';

const OCCURRENCE = 'api::occurrence.occurrence';
/** Counting a million occurrences takes half a second; nobody watches them by the second. */
const KEEP_MS = 60_000;

export interface StatsService {
  programme(timeZone: string): Promise<ProgrammeStats>;
  /** Counted at most once a minute on each server. */
  occurrences(): Promise<KeptAnswer<OccurrenceStats>>;
}

export default ({ strapi }: { strapi: Core.Strapi }): StatsService => {
  const columnOf = (attribute: string): string => {
    const described = strapi.db.metadata.get(OCCURRENCE).attributes[attribute];
    return (described as { columnName?: string } | undefined)?.columnName ?? attribute;
  };
  return {
    programme: (timeZone) => statsRows.programme(strapi.db.connection, timeZone),
    occurrences: keepAnswer(() => statsRows.occurrences(strapi.db.connection, columnOf), {
      keepMs: KEEP_MS,
      now: () => new Date(),
    }),
  };
};
