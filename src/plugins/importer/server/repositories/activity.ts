import type { Knex } from 'knex';
import { BACKGROUND } from '../../../../lib/sql/background';

/** What goes on in the database beside us. */
export const activityRepository = {
  /**
   * Whether another connection to this database is being answered right now, work in the background left
   * aside. Always false on the embedded database, whose one session is shared by turns.
   */
  async isOtherActive(db: Knex): Promise<boolean> {
    const { rows } = await db.raw<{ rows: { is_active: boolean }[] }>(
      `select exists (select from pg_stat_activity
                       where datname = current_database() and pid <> pg_backend_pid()
                         and backend_type = 'client backend' and state = 'active'
                         and application_name <> :background) as is_active`,
      { background: BACKGROUND },
    );
    return rows[0]?.is_active === true;
  },
};

export type ActivityRepository = typeof activityRepository;
