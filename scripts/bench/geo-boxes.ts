import type { Client } from 'pg';

/** Rows that the app shows to anybody, of those that the bench generates. */
const PUBLIC = 'absence = false and dropped = false and withdrawn_at is null';
/** Boxes begin at quarters of a degree, so that one reading of the table counts all of them. */
const PER_DEGREE = 4;
const COLUMNS = 360 * PER_DEGREE;
const ROWS = 180 * PER_DEGREE;
const FEWEST = 90;
const MOST = 110;
const HOW_MANY = 1000;

/** A box of one degree, `west,south,east,north`. */
const boxFrom = (west: number, south: number): string =>
  [west, south, west + 1, south + 1].map((side) => side.toFixed(4)).join(',');

/** How many public rows lie south and west of each corner of the quarter-degree cells. */
async function sumsOf(client: Client): Promise<(column: number, row: number) => number> {
  const { rows } = await client.query<[column: number, row: number, count: number]>({
    text: `select cast(least(floor((decimal_longitude + 180) * ${PER_DEGREE}), ${COLUMNS - 1}) as integer),
                  cast(least(floor((decimal_latitude + 90) * ${PER_DEGREE}), ${ROWS - 1}) as integer),
                  cast(count(*) as integer)
             from occurrences
            where ${PUBLIC} and decimal_longitude is not null and decimal_latitude is not null
            group by 1, 2`,
    rowMode: 'array',
  });
  const width = COLUMNS + 1;
  const sums = new Float64Array(width * (ROWS + 1));
  const at = (column: number, row: number) => sums[row * width + column] ?? 0;
  for (const [column, row, count] of rows) sums[(row + 1) * width + column + 1] = count;
  for (let row = 1; row <= ROWS; row += 1) {
    for (let column = 1; column <= COLUMNS; column += 1) {
      sums[row * width + column] =
        at(column, row) + at(column - 1, row) + at(column, row - 1) - at(column - 1, row - 1);
    }
  }
  return at;
}

/** So many of a list, spread over the whole of it, the same at every run. */
function pickSpread<Item>(items: readonly Item[], wanted: number): Item[] {
  const share = Math.min(1, wanted / items.length);
  return items.filter((_, index) => Math.floor(index * share) < Math.floor((index + 1) * share));
}

/** How many public rows each box holds, edges included, as the app counts. */
export async function countIn(client: Client, boxes: readonly string[]): Promise<number[]> {
  const { rows } = await client.query<{ count: number }>(
    `select cast((select count(*)
                    from occurrences
                   where geom && st_makeenvelope(side[1], side[2], side[3], side[4], 4326)
                     and st_x(geom) between side[1] and side[3]
                     and st_y(geom) between side[2] and side[4]
                     and ${PUBLIC}) as integer) as count
       from (select cast(string_to_array(box, ',') as double precision[]) as side, number
               from unnest($1::text[]) with ordinality as given (box, number)) asked
      order by number`,
    [boxes],
  );
  return rows.map(({ count }) => count);
}

/**
 * Boxes of one degree that hold about a hundred features each, however many rows there are: at the
 * edges of coasts, and with more rows a little further out. The same at every run.
 */
export async function boxesOfHundred(client: Client): Promise<string[]> {
  const sum = await sumsOf(client);
  const found: string[] = [];
  for (let row = PER_DEGREE; row < ROWS - 2 * PER_DEGREE; row += 1) {
    for (let column = PER_DEGREE; column < COLUMNS - 2 * PER_DEGREE; column += 1) {
      const [east, north] = [column + PER_DEGREE, row + PER_DEGREE];
      const count = sum(east, north) - sum(column, north) - sum(east, row) + sum(column, row);
      if (count < FEWEST || count > MOST) continue;
      found.push(boxFrom(column / PER_DEGREE - 180, row / PER_DEGREE - 90));
    }
  }
  const picked = pickSpread(found, HOW_MANY);
  const counts = await countIn(client, picked);
  const boxes = picked.filter((_, index) => {
    const count = counts[index] ?? 0;
    return count >= FEWEST && count <= MOST;
  });
  if (boxes.length < HOW_MANY / 10) {
    throw new Error(`Only ${boxes.length} boxes hold ${FEWEST} to ${MOST} features: too few rows.`);
  }
  return boxes;
}

/** Boxes of one degree around rows of the table: in a crowd, which grows with the table. */
export async function boxesInCrowd(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ lon: number; lat: number }>(
    `select decimal_longitude as lon, decimal_latitude as lat
       from occurrences
      where hashint8extended(id, 99) % 1000 = 0
        and decimal_longitude between -179 and 179
        and decimal_latitude between -89 and 89
      order by id
      limit ${HOW_MANY}`,
  );
  return rows.map(({ lon, lat }) => boxFrom(lon - 0.5, lat - 0.5));
}
