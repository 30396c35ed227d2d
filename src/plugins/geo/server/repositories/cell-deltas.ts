import { BACKGROUND } from '../../../../lib/sql/background';
import type { ReadDatabase } from '../../../../lib/sql/read-database';

/** What writers have appended to the pyramid and nobody has folded yet (database/sql/geo/0003_pyramid.sql). */
export const createCellDeltaRepository = (reads: ReadDatabase, writes: ReadDatabase) => ({
  /**
   * Whether at least so many wait. They are counted: their sequence runs ahead of what is committed, and
   * what a fold has not seen would wait for the next great write.
   */
  async areWaiting(count: number): Promise<boolean> {
    const { rows } = await reads.raw<{ rows: { areWaiting: boolean }[] }>(
      `select count(*) = :count as "areWaiting"
         from (select from geo_cell_deltas limit :count) as waiting`,
      { count },
    );
    return rows[0]?.areWaiting === true;
  },

  /** Adds them to the cells, unless somebody is just doing that. */
  async fold(): Promise<void> {
    await writes.raw(
      `select set_config('application_name', '${BACKGROUND}', true), geo_fold_cells()`,
    );
  },
});

export type CellDeltaRepository = ReturnType<typeof createCellDeltaRepository>;
