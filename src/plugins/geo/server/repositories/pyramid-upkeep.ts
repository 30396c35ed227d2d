import { quoteIdentifier } from '../../../../lib/sql/identifier';
import { ANONYMOUS } from '../../../accounts/contract/principal';
import { FINEST_LEVEL } from '../domain/pyramid';
import type { GeoLayer } from '../domain/layer';
import type { Upkeep } from '../domain/upkeep';
import { columnOf, visibleGeometry, type Access } from './feature-sql';
import { textLiteral, withLiterals } from './literal-sql';
import { matchingRows } from './question-sql';

/** What anybody sees, and what the pyramid counts. */
export const publicAccess = (layer: GeoLayer): Access => ({
  rule: layer.rowsFor(ANONYMOUS),
  exact: false,
});

/** The public rows of a table (or transition table) as cells, each row with a sign. */
function cellsOf(layer: GeoLayer, source: string, sign: 1 | -1): string {
  const access = publicAccess(layer);
  const geometry = visibleGeometry(layer, access);
  const part = layer.pyramid?.column;
  return `
    select geo_cell_x(st_x(${geometry}), ${FINEST_LEVEL}) as x,
           geo_cell_y(st_y(${geometry}), ${FINEST_LEVEL}) as y,
           ${part ? `coalesce(cast(${columnOf(part)} as text), '')` : `''`} as part,
           ${sign} as count,
           ${sign} * cast(round(st_x(${geometry}) * 1e7) as bigint) as lon_sum,
           ${sign} * cast(round(st_y(${geometry}) * 1e7) as bigint) as lat_sum
      from ${source} t
     where ${withLiterals(matchingRows(layer, { place: [], filters: {} }, access))}`;
}

/**
 * A statement of more rows than this writes to the base itself when nobody else is doing so: millions
 * of deltas, folded and deleted at once, would stay in the way of every read until the next vacuum.
 */
const MANY_ROWS = 20_000;

/**
 * Adds what a statement changed to the base, as `geo_fold_cells` does with deltas. Those come first: only
 * in a whole base is a cell of no rows empty. With a delta of its row still to come, a cell may have a
 * count of 0 and sums that the delta needs: a record would stay where it was before it became sensitive.
 */
const apply = (name: string, cells: string): string => `
    perform geo_fold_cells();
    with changed as (${cells}
    ), finest as materialized (
      select x, y, part, sum(count) as count, sum(lon_sum) as lon_sum, sum(lat_sum) as lat_sum
        from changed
       group by x, y, part
    ), applied as (
      insert into geo_cells as base (collection, level, x, y, part, count, lon_sum, lat_sum)
      select ${name}, level, x >> (12 - level), y >> (12 - level), part,
             sum(count), sum(lon_sum), sum(lat_sum)
        from finest
       cross join generate_series(6, 12) as level
       group by level, x >> (12 - level), y >> (12 - level), part
      having sum(count) <> 0 or sum(lon_sum) <> 0 or sum(lat_sum) <> 0
       -- A level lies together then: the world is read from some pages instead of thousands.
       order by 2, 3, 4
      on conflict (collection, level, x, y, part) do update
         set count = base.count + excluded.count,
             lon_sum = base.lon_sum + excluded.lon_sum,
             lat_sum = base.lat_sum + excluded.lat_sum
      returning base.ctid as place, base.count as left_over
    )
    select array_agg(place) into emptied from applied where left_over = 0;
    if emptied is not null then
      delete from geo_cells where ctid = any(emptied);
    end if;`;

/** Appends what a statement changed; nothing when it moved no public row from a cell to another. */
const append = (name: string, cells: string): string => `
    with changed as (${cells}
    ), appended as (
      insert into geo_cell_deltas (collection, x, y, part, count, lon_sum, lat_sum)
      select ${name}, x, y, part, sum(count), sum(lon_sum), sum(lat_sum)
        from changed
       group by x, y, part
      having sum(count) <> 0 or sum(lon_sum) <> 0 or sum(lat_sum) <> 0
      returning id
    )
    select coalesce(max(id), 0), count(*) into newest, written from appended;`;

/** One way for a few rows, which waits for nobody, and one for many. */
const record = (name: string, transition: string, cells: string): string => `
    if (select count(*) from (select from ${transition} limit ${MANY_ROWS + 1}) as counted) > ${MANY_ROWS}
       and geo_may_fold('cells') then${apply(name, cells)}
      return null;
    end if;${append(name, cells)}`;

/**
 * What keeps the counts of a layer's cells exact, whoever writes and however.
 * @throws Error when the layer's public rows do not follow from the rows themselves.
 */
export function pyramidUpkeep(layer: GeoLayer): Upkeep {
  if (!layer.isPoints || layer.rowsFor(ANONYMOUS).some((condition) => 'idIn' in condition)) {
    throw new Error(
      `Geo collection "${layer.name}": a pyramid needs points whose public set follows from their own row.`,
    );
  }
  const name = textLiteral(layer.name);
  const caller = `geo_count_${layer.name.replaceAll('-', '_')}`;
  const call = `${quoteIdentifier(caller)}()`;
  const [added, removed] = [cellsOf(layer, 'added', 1), cellsOf(layer, 'removed', -1)];
  const countFunction = `
create or replace function ${call} returns trigger language plpgsql as $geo$
declare
  newest bigint;
  written bigint;
  emptied tid[];
begin
  if tg_op = 'TRUNCATE' then
    perform geo_forget_cells(${name});
    return null;
  elsif tg_op = 'INSERT' then${record(name, 'added', added)}
  elsif tg_op = 'DELETE' then${record(name, 'removed', removed)}
  else${record(name, 'added', `${added}\n    union all${removed}`)}
  end if;
  perform geo_fold_cells_after(newest, written);
  return null;
end
$geo$`;
  return {
    name: `pyramid_${layer.name.replaceAll('-', '_')}`,
    table: layer.table,
    triggers: [
      { event: 'insert', referencing: 'new table as added', call },
      { event: 'update', referencing: 'new table as added old table as removed', call },
      { event: 'delete', referencing: 'old table as removed', call },
      { event: 'truncate', referencing: '', call },
    ],
    functions: [countFunction],
    rebuild: [
      `select geo_forget_cells(${name})`,
      `insert into geo_cells (collection, level, x, y, part, count, lon_sum, lat_sum)
       select ${name}, ${FINEST_LEVEL}, x, y, part, sum(count), sum(lon_sum), sum(lat_sum)
         from (${cellsOf(layer, quoteIdentifier(layer.table), 1)}) counted
        group by x, y, part
        order by x, y`,
      `insert into geo_cells (collection, level, x, y, part, count, lon_sum, lat_sum)
       select collection, coarser, x >> (12 - coarser), y >> (12 - coarser), part,
              sum(count), sum(lon_sum), sum(lat_sum)
         from geo_cells
        cross join generate_series(6, 11) as coarser
        where collection = ${name} and level = 12
        group by collection, coarser, x >> (12 - coarser), y >> (12 - coarser), part
        order by 2, 3, 4`,
    ],
  };
}
