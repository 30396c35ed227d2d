import { MOST_LISTED_FAULTS, type ImportReport, type RowFault } from '../../contract/report';
import type { RowOutcome, RowVerdict } from '../../contract/kind';

/** Counts the rows of an import by what happens to them. */
export function createImportTally() {
  const counts: Record<RowOutcome | 'failed', number> = {
    created: 0,
    updated: 0,
    unchanged: 0,
    failed: 0,
  };
  const errors: RowFault[] = [];

  return {
    add({ row, outcome, faults = [] }: RowVerdict): void {
      counts[outcome] += 1;
      const room = MOST_LISTED_FAULTS - errors.length;
      errors.push(...faults.slice(0, room).map((fault) => ({ row, ...fault })));
    },

    get failed(): number {
      return counts.failed;
    },

    report(isDryRun: boolean): ImportReport {
      const { created, updated, unchanged, failed } = counts;
      const rows = created + updated + unchanged + failed;
      return { isDryRun, rows, created, updated, unchanged, failed, errors };
    },
  };
}

export type ImportTally = ReturnType<typeof createImportTally>;
