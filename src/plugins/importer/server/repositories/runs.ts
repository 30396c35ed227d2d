import type { Knex } from 'knex';
import type { AskedWithdrawal, Run, RunError, RunState } from '../../contract/run';
import type { Checkpoint } from '../domain/run';
import { toStorable } from '../domain/storable-json';

interface RunRow {
  id: string;
  source: string;
  mode: string;
  profile: string | null;
  parameters: string;
  state: RunState;
  cursor: string | null;
  pages: number;
  expected: string | null;
  read: string;
  inserted: string;
  updated: string;
  unchanged: string;
  rejected: string;
  repeated: string;
  withdrawn: string;
  reasons: string;
  flags: string;
  drift: string;
  warnings: string;
  error: string | null;
  asked_withdrawals: string;
  confirmed_withdrawals: string;
  withdrawals: string;
  is_scheduled: boolean;
  is_cancel_requested: boolean;
  created_at: Date;
  started_at: Date | null;
  heartbeat_at: Date | null;
  finished_at: Date | null;
  read_at_start: string;
}

/** JSON as text: whether the driver parses it is a setting of the process, which Strapi changes. */
const COLUMNS = `id, source, mode, profile, state, cursor, pages, expected, read, inserted, updated, unchanged,
  rejected, repeated, withdrawn, is_scheduled, cast(parameters as text) as parameters, cast(reasons as text) as reasons,
  cast(flags as text) as flags, cast(drift as text) as drift, cast(warnings as text) as warnings,
  cast(error as text) as error, cast(asked_withdrawals as text) as asked_withdrawals,
  cast(confirmed_withdrawals as text) as confirmed_withdrawals,
  cast(withdrawals as text) as withdrawals, cancel_requested_at is not null as is_cancel_requested,
  created_at, started_at, heartbeat_at, finished_at, read_at_start`;

/** Counts are bigint, which the driver hands over as text; no run comes near what a number holds. */
const toRun = (row: RunRow): Run => ({
  id: Number(row.id),
  source: row.source,
  mode: row.mode,
  profile: row.profile,
  parameters: JSON.parse(row.parameters) as Run['parameters'],
  state: row.state,
  cursor: row.cursor,
  pages: row.pages,
  expected: row.expected === null ? null : Number(row.expected),
  tally: {
    read: Number(row.read),
    inserted: Number(row.inserted),
    updated: Number(row.updated),
    unchanged: Number(row.unchanged),
    rejected: Number(row.rejected),
    repeated: Number(row.repeated),
    withdrawn: Number(row.withdrawn),
    reasons: JSON.parse(row.reasons) as Record<string, number>,
    flags: JSON.parse(row.flags) as Record<string, number>,
    drift: JSON.parse(row.drift) as Record<string, number>,
  },
  warnings: JSON.parse(row.warnings) as Run['warnings'],
  error: row.error === null ? null : (JSON.parse(row.error) as RunError),
  askedWithdrawals: JSON.parse(row.asked_withdrawals) as AskedWithdrawal[],
  confirmedWithdrawals: JSON.parse(row.confirmed_withdrawals) as AskedWithdrawal[],
  withdrawals: JSON.parse(row.withdrawals) as AskedWithdrawal[],
  isScheduled: row.is_scheduled,
  isCancelRequested: row.is_cancel_requested,
  createdAt: row.created_at,
  startedAt: row.started_at,
  heartbeatAt: row.heartbeat_at,
  finishedAt: row.finished_at,
  readAtStart: Number(row.read_at_start),
});

interface NewRun {
  source: string;
  mode: string;
  profile: string | null;
  parameters: Record<string, unknown>;
  parametersKey: string;
  questionKey: string;
  state: 'running' | 'queued';
  isScheduled: boolean;
}

/** What a run that is carried out wrote last; `null` before it has written anything. */
export type LastWrite = string | null;

/** They quote what a file or a provider said, which PostgreSQL may not be able to hold. */
const quoting = (value: unknown): string => JSON.stringify(toStorable(value));

const IS_LAST = '(cast(:last as timestamptz) is null or heartbeat_at = cast(:last as timestamptz))';

/** Runs: what was asked, how far it came, how it ended. */
export const runRepository = {
  async create(db: Knex, { parameters, ...run }: NewRun): Promise<Run> {
    const { rows } = await db.raw<{ rows: RunRow[] }>(
      `insert into importer_runs
              (source, mode, profile, parameters, parameters_key, question_key, state, is_scheduled,
               started_at, heartbeat_at)
       values (:source, :mode, :profile, cast(:parameters as jsonb), :parametersKey, :questionKey, :state,
               :isScheduled,
               case when :state = 'running' then now() end, now())
    returning ${COLUMNS}`,
      { ...run, parameters: JSON.stringify(parameters) },
    );
    const [row] = rows;
    if (!row) throw new Error('The run was not created');
    return toRun(row);
  },

  async find(db: Knex, id: number): Promise<Run | null> {
    const { rows } = await db.raw<{ rows: RunRow[] }>(
      `select ${COLUMNS} from importer_runs where id = :id`,
      { id },
    );
    return rows[0] ? toRun(rows[0]) : null;
  },

  /** Runs before an id, newest first. */
  async list(
    db: Knex,
    wanted: { source?: string; state?: RunState; before: number | null; limit: number },
  ): Promise<Run[]> {
    const { source = null, state = null, before, limit } = wanted;
    const { rows } = await db.raw<{ rows: RunRow[] }>(
      `select ${COLUMNS} from importer_runs
        where (cast(:source as text) is null or source = :source)
          and (cast(:state as text) is null or state = :state)
          and (cast(:before as bigint) is null or id < :before)
        order by id desc limit :limit`,
      { source, state, before, limit },
    );
    return rows.map(toRun);
  },

  /** The newest run that asked the same question. Relies on importer_runs_source_idx. */
  async findNewest(db: Knex, source: string, parametersKey: string): Promise<Run | null> {
    const { rows } = await db.raw<{ rows: RunRow[] }>(
      `select ${COLUMNS} from importer_runs
        where source = :source and parameters_key = :parametersKey
        order by id desc limit 1`,
      { source, parametersKey },
    );
    return rows[0] ? toRun(rows[0]) : null;
  },

  /** When the newest run that answered this question whole began. One of tomorrow had a wrong clock. */
  async findBaseline(db: Knex, source: string, questionKey: string): Promise<Date | null> {
    const { rows } = await db.raw<{ rows: { created_at: Date }[] }>(
      `select created_at from importer_runs
        where source = :source and question_key = :questionKey and state = 'succeeded'
          and mode <> 'dry-run' and created_at <= now()
        order by id desc limit 1`,
      { source, questionKey },
    );
    return rows[0] ? new Date(rows[0].created_at) : null;
  },

  /** Marks what a dead process left as running. Only for the holder of the source's lease. */
  async pauseAbandoned(db: Knex, source: string): Promise<void> {
    await db.raw(
      `update importer_runs
          set state = case when cancel_requested_at is null then 'paused' else 'cancelled' end
        where source = :source and state = 'running'`,
      { source },
    );
  },

  /**
   * Starts a run that stands still in the given state.
   * @returns whether it still did: somebody may have cancelled it meanwhile.
   */
  async setRunning(db: Knex, id: number, from: RunState): Promise<boolean> {
    const { rows } = await db.raw<{ rows: unknown[] }>(
      `update importer_runs
          set state = 'running', error = null, finished_at = null, started_at = now(),
              read_at_start = read, heartbeat_at = now(), cancel_requested_at = null
        where id = :id and state = :from
    returning id`,
      { id, from },
    );
    return rows.length === 1;
  },

  /**
   * Writes how far a run has come; in the transaction of the records that it counts.
   * @returns whether somebody wants the run to end, and what to give as `last` the next time; `null`
   * when the database does not hold what was written last.
   */
  async saveCheckpoint(
    trx: Knex,
    id: number,
    { checkpoint, last }: { checkpoint: Checkpoint; last: LastWrite },
  ): Promise<{ isCancelRequested: boolean; last: LastWrite } | null> {
    const { tally, warnings, askedWithdrawals, withdrawals, ...position } = checkpoint;
    const { reasons, flags, drift, ...outcomes } = tally;
    const { rows } = await trx.raw<{ rows: { is_cancel_requested: boolean; last: string }[] }>(
      `update importer_runs
          set cursor = :cursor, pages = :pages, expected = :expected, read = :read,
              inserted = :inserted, updated = :updated, unchanged = :unchanged,
              rejected = :rejected, repeated = :repeated, withdrawn = :withdrawn,
              asked_withdrawals = cast(:askedWithdrawals as jsonb),
              withdrawals = cast(:withdrawals as jsonb), reasons = cast(:reasons as jsonb),
              flags = cast(:flags as jsonb), drift = cast(:drift as jsonb),
              warnings = cast(:warnings as jsonb), heartbeat_at = now()
        where id = :id and ${IS_LAST}
    returning cancel_requested_at is not null as is_cancel_requested,
              cast(heartbeat_at as text) as last`,
      {
        id,
        last,
        ...position,
        ...outcomes,
        reasons: JSON.stringify(reasons),
        flags: JSON.stringify(flags),
        drift: quoting(drift),
        warnings: quoting(warnings),
        askedWithdrawals: JSON.stringify(askedWithdrawals),
        withdrawals: JSON.stringify(withdrawals),
      },
    );
    const [row] = rows;
    return row ? { isCancelRequested: row.is_cancel_requested, last: row.last } : null;
  },

  /** @returns whether the database holds what was written last; nothing is written otherwise. */
  async finish(
    trx: Knex,
    id: number,
    end: Pick<Run, 'state' | 'error' | 'warnings' | 'askedWithdrawals'> & { last: LastWrite },
  ): Promise<boolean> {
    const { rows } = await trx.raw<{ rows: unknown[] }>(
      `update importer_runs
          set state = :state, error = cast(:error as jsonb), warnings = cast(:warnings as jsonb),
              asked_withdrawals = cast(:askedWithdrawals as jsonb), heartbeat_at = now(),
              finished_at = case when :state = 'paused' then null else now() end
        where id = :id and ${IS_LAST}
    returning id`,
      {
        id,
        last: end.last,
        state: end.state,
        error: end.error && quoting(end.error),
        warnings: quoting(end.warnings),
        askedWithdrawals: JSON.stringify(end.askedWithdrawals),
      },
    );
    return rows.length === 1;
  },

  /** The runs up to this one that asked the same question: what they have met is of no more use. */
  async findSuperseded(db: Knex, id: number): Promise<number[]> {
    const { rows } = await db.raw<{ rows: { id: string }[] }>(
      `select older.id from importer_runs as older
         join importer_runs as this
           on this.source = older.source and this.parameters_key = older.parameters_key
        where this.id = :id and older.id <= this.id`,
      { id },
    );
    return rows.map((row) => Number(row.id));
  },
};

export type RunRepository = typeof runRepository;
