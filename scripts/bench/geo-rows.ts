import type { Client } from 'pg';

/** Part of the rows that lie along the coasts; the others lie anywhere. */
const COASTAL_SHARE = 0.8;
const COASTS = 400;

/**
 * Fills `occurrences` with rows that are the same at every run: four fifths along 400 straight coasts of
 * about ten degrees, half a degree wide, the rest uniform; one in fifty is outside the public set.
 */
export async function fillOccurrences(client: Client, rows: number): Promise<void> {
  await client.query(`
    create or replace function pg_temp.fraction(n bigint, seed bigint) returns float8
      language sql immutable
      as $$ select (hashint8extended(n, seed) & 4294967295) / 4294967296.0::float8 $$;
    truncate occurrences restart identity cascade;`);
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
                       from generate_series(1::bigint, $1::bigint) n) numbered) placed`,
    [rows],
  );
  await client.query('vacuum analyze occurrences');
}
