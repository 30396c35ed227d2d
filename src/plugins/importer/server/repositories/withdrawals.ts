import type { Knex } from 'knex';
import type { AskedWithdrawal } from '../../contract/run';
import { columnOf, type TargetTable } from '../domain/target-table';
import type { WithdrawalScope } from '../domain/withdrawals';
import { quoted } from './statement';

interface MissingRow {
  dataset_key: string;
  records: string;
  stored: string;
  unread: string;
}

/** Bindings of a scope; what it leaves open is null, and lets everything pass. */
function bindingsOf(scope: WithdrawalScope) {
  const [west, south, east, north] = scope.box ?? [null, null, null, null];
  return {
    ...{ west, south, east, north },
    datasetKeys: scope.datasetKeys,
    taxonFields: scope.taxa?.fields ?? null,
    taxonValues: scope.taxa?.values ?? null,
    after: scope.after,
    before: scope.before,
    trueFields: scope.claims.filter(({ isTrue }) => isTrue).map(({ field }) => field),
    falseFields: scope.claims.filter(({ isTrue }) => !isTrue).map(({ field }) => field),
    hasCoordinates: scope.hasCoordinates,
  };
}

function createStatements(table: TargetTable) {
  const name = quoted(table.name);
  const column = (field: string) => `o.${quoted(columnOf(table, field))}`;
  const [lon, lat] = [column('decimalLongitude'), column('decimalLatitude')];
  const [start, end] = [column('eventDateStart'), column('eventDateEnd')];
  const isTrue = `jsonb_extract_path_text(${column('raw')}, field) = 'true'`;
  const inScope = `
        o.${quoted(columnOf(table, 'provider'))} = :provider
    and ${column('withdrawnAt')} is null
    and (cast(:datasetKeys as text[]) is null or ${column('datasetKey')} = any(:datasetKeys))
    and (cast(:taxonFields as text[]) is null or exists (
          select from unnest(cast(:taxonFields as text[])) as field
           where jsonb_extract_path_text(${column('raw')}, field)
               = any(cast(:taxonValues as text[]))))
    and (cast(:west as float8) is null
         or (${lon} > cast(:west as float8) and ${lon} < cast(:east as float8)
             and ${lat} > cast(:south as float8) and ${lat} < cast(:north as float8)))
    and (cast(:after as date) is null or ${start} >= cast(:after as date) + 1)
    and (cast(:before as date) is null or ${end} < cast(:before as date))
    and not exists (select from unnest(cast(:trueFields as text[])) as field
                     where (${isTrue}) is not true)
    and not exists (select from unnest(cast(:falseFields as text[])) as field where ${isTrue})
    and (not cast(:hasCoordinates as boolean) or (${lon} is not null and ${lat} is not null))`;
  /** Neither met in the run, nor met and refused: what was refused is still at the provider. */
  const isMissing = `
        not exists (select from importer_seen as seen
                     where seen.run_id = :runId and seen.occurrence_id = o.id)
    and not exists (select from importer_rejected as refused
                     where refused.run_id = :runId
                       and refused.provider_record_id = ${column('providerRecordId')})
    and not exists (select from importer_refused_keys as refused
                     where refused.run_id = :runId
                       and refused.dataset_key = ${column('datasetKey')}
                       and refused.record_key = ${column('recordKey')})`;
  /** Refused, and nobody can tell which they are: those that say too little, or what several say. */
  const unread = `
       (select count(*) from importer_rejected as refused
         where refused.run_id = :runId and not refused.is_identified
           and (refused.dataset_key is null or refused.dataset_key = missing.dataset_key))
     + (select count(*) from importer_refused_keys as refused
          join importer_shared_keys as shared
            on shared.provider = :provider and shared.dataset_key = refused.dataset_key
           and shared.record_key = refused.record_key
         where refused.run_id = :runId and refused.dataset_key = missing.dataset_key)`;
  return {
    findMissing: `
      with missing as (
        select ${column('datasetKey')} as dataset_key,
               count(*) filter (where ${isMissing}) as records, count(*) as stored
          from ${name} as o
         where ${inScope}
         group by ${column('datasetKey')}
        having bool_or(${isMissing})
      )
      select dataset_key, records, stored, ${unread} as unread
        from missing order by dataset_key`,
    findExamples: `
      select ${column('recordKey')} as record_key
        from ${name} as o
       where ${inScope} and ${column('datasetKey')} = :datasetKey and ${isMissing}
       order by ${column('recordKey')} limit :limit`,
    withdraw: `
      update ${name} as o
         set ${quoted(columnOf(table, 'withdrawnAt'))} = cast(:writtenAt as timestamp),
             ${quoted(columnOf(table, 'updatedAt'))} = cast(:writtenAt as timestamp)
       where ${inScope} and ${column('datasetKey')} = :datasetKey and ${isMissing}`,
  };
}

/** What the provider has taken back: records that a run could have met and did not. */
export function createWithdrawalRepository(table: TargetTable, provider: string) {
  const statements = createStatements(table);
  return {
    /**
     * The datasets of which records are missing, how many, and out of how many that are not
     * withdrawn and answer the question. Relies on occurrences_identity_uidx.
     */
    async findMissing(db: Knex, runId: number, scope: WithdrawalScope): Promise<AskedWithdrawal[]> {
      const bindings = { ...bindingsOf(scope), provider, runId };
      const { rows } = await db.raw<{ rows: MissingRow[] }>(statements.findMissing, bindings);
      return rows.map((row) => ({
        datasetKey: row.dataset_key,
        records: Number(row.records),
        stored: Number(row.stored),
        ...(Number(row.unread) > 0 && { unread: Number(row.unread) }),
      }));
    },

    /** Keys of some records that are missing of a dataset, in their order. */
    async findExamples(
      db: Knex,
      runId: number,
      { scope, ...which }: { scope: WithdrawalScope; datasetKey: string; limit: number },
    ): Promise<string[]> {
      const bindings = { ...bindingsOf(scope), ...which, provider, runId };
      const { rows } = await db.raw<{ rows: { record_key: string }[] }>(
        statements.findExamples,
        bindings,
      );
      return rows.map((row) => row.record_key);
    },

    /** Withdraws what is missing of a dataset. @returns how many records. */
    async withdraw(
      trx: Knex,
      runId: number,
      {
        scope,
        datasetKey,
        writtenAt,
      }: { scope: WithdrawalScope; datasetKey: string; writtenAt: string },
    ): Promise<number> {
      const { rowCount } = await trx.raw<{ rowCount: number }>(statements.withdraw, {
        ...bindingsOf(scope),
        ...{ provider, runId, datasetKey, writtenAt },
      });
      return rowCount;
    },
  };
}

export type WithdrawalRepository = ReturnType<typeof createWithdrawalRepository>;
