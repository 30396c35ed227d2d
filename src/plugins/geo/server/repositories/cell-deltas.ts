import { BACKGROUND } from '../../../../lib/sql/background';
import type { ReadDatabase } from '../../../../lib/sql/read-database';

/** What writers have appended to the pyramid and nobody has folded yet (database/sql/geo/0003_pyramid.sql). */
export const createCellDeltaRepository = (reads: ReadDatabase, writes: ReadDatabase) => ({
  /** How many were ever appended, by anybody; a look at a sequence, without a row read. */
  async appended(): Promise<number> {
    const { rows } = await reads.raw<{ rows: { appended: string }[] }>(
      `select cast(last_value as text) as appended from geo_cell_deltas_id_seq`,
    );
    return Number(rows[0]?.appended ?? 0);
  },

  /** Adds them to the cells, unless somebody is just doing that. */
  async fold(): Promise<void> {
    await writes.raw(
      `select set_config('application_name', '${BACKGROUND}', true), geo_fold_cells()`,
    );
  },
});

export type CellDeltaRepository = ReturnType<typeof createCellDeltaRepository>;
