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
begin
  if tg_op = 'TRUNCATE' then
    perform geo_forget_cells(${name});
    return null;
  elsif tg_op = 'INSERT' then${append(name, added)}
  elsif tg_op = 'DELETE' then${append(name, removed)}
  else${append(name, `${added}\n    union all${removed}`)}
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
        group by x, y, part`,
      `insert into geo_cells (collection, level, x, y, part, count, lon_sum, lat_sum)
       select collection, coarser, x >> (12 - coarser), y >> (12 - coarser), part,
              sum(count), sum(lon_sum), sum(lat_sum)
         from geo_cells
        cross join generate_series(6, 11) as coarser
        where collection = ${name} and level = 12
        group by collection, coarser, x >> (12 - coarser), y >> (12 - coarser), part`,
    ],
  };
}
