import type { Client } from 'pg';

/** Part of the rows that lie along the coasts; the others lie anywhere. */
const COASTAL_SHARE = 0.8;
const COASTS = 400;

/** Rows written by one statement, whose triggers hold them in memory. */
const ROWS_AT_ONCE = 500_000;

/**
 * Adds rows to `occurrences` that are the same at every run: four fifths along 400 straight coasts of
 * about ten degrees, half a degree wide, the rest uniform; one in fifty is outside the public set.
 * @param first number of the first row
 */
async function addOccurrences(client: Client, first: number, last: number): Promise<void> {
  await client.query(
    `insert into occurrences (document_id, provider, dataset_key, record_key, provider_record_id,
                              occurrence_id, scientific_name, aphia_id, basis_of_record,
                              occurrence_status, decimal_longitude, decimal_latitude,
                              coordinate_uncertainty_in_meters, minimum_depth_in_meters,
                              maximum_depth_in_meters, event_date, license, flags, absence, dropped,
                              withdrawn_at, content_hash, created_at, updated_at)
     select md5('document' || n), 'bench', 'dataset-' || coast % 40, 'record-' || n, md5('id' || n),
            'urn:bench:' || n, 'Genus species' || n % 150, 100000 + n % 150, 'HumanObservation',
            'present',
            case when is_coastal
                 then greatest(-180, least(180, coast_lon + along * cos(bearing) - across * sin(bearing)))
                 else 360 * pg_temp.fraction(n, 1) - 180 end,
            case when is_coastal
                 then greatest(-90, least(90, coast_lat + along * sin(bearing) + across * cos(bearing)))
                 else 180 * pg_temp.fraction(n, 2) - 90 end,
            25, n % 200, n % 200 + 5, '2019-06-' || lpad((n % 28 + 1)::text, 2, '0'),
            'http://creativecommons.org/licenses/by/4.0/', '[]', false, n % 50 = 7, null,
            md5('hash' || n), now(), now()
       from (select n,
                    pg_temp.fraction(n, 3) < ${COASTAL_SHARE} as is_coastal,
                    coast,
                    340 * pg_temp.fraction(coast, 4) - 170 as coast_lon,
                    140 * pg_temp.fraction(coast, 5) - 70 as coast_lat,
                    pi() * pg_temp.fraction(coast, 6) as bearing,
                    10 * pg_temp.fraction(n, 7) - 5 as along,
                    0.25 * sqrt(-2 * ln(1 - pg_temp.fraction(n, 8))) * cos(2 * pi() * pg_temp.fraction(n, 9)) as across
               from (select n, floor(${COASTS} * pg_temp.fraction(n, 10))::bigint as coast
                       from generate_series($1::bigint, $2::bigint) n) numbered) placed`,
    [first, last],
  );
}

/**
 * Does something without the indexes of `occurrences`, and makes them afterwards: ten million rows take
 * minutes instead of an hour. In one transaction, so that no index is missing when it is broken off.
 */
async function withoutIndexes(client: Client, work: () => Promise<void>): Promise<void> {
  await client.query('begin');
  const { rows: indexes } = await client.query<{ name: string; definition: string }>(
    `select quote_ident(c.relname) as name, pg_get_indexdef(i.indexrelid) as definition
       from pg_index i
       join pg_class c on c.oid = i.indexrelid
      where i.indrelid = 'occurrences'::regclass
        and not i.indisprimary`,
  );
  for (const { name } of indexes) await client.query(`drop index ${name}`);
  await work();
  await client.query("set local maintenance_work_mem = '512MB'");
  for (const { definition } of indexes) await client.query(definition);
  await client.query('commit');
}

/** Brings `occurrences` from the rows it has, if they are of an earlier run, to this many. */
export async function fillOccurrences(
  client: Client,
  { present, wanted }: { present: number; wanted: number },
): Promise<void> {
  await client.query(`
    create or replace function pg_temp.fraction(n bigint, seed bigint) returns float8
      language sql immutable
      as $$ select (hashint8extended(n, seed) & 4294967295) / 4294967296.0::float8 $$;`);
  if (present > wanted) await client.query('truncate occurrences restart identity cascade');
  await withoutIndexes(client, async () => {
    let last = present > wanted ? 0 : present;
    while (last < wanted) {
      const first = last + 1;
      last = Math.min(last + ROWS_AT_ONCE, wanted);
      await addOccurrences(client, first, last);
    }
  });
  await client.query('vacuum analyze occurrences');
}
