import type { GeoLayer } from '../../src/plugins/geo/server/domain/layer';
import type { CellCounts } from '../../src/plugins/geo/server/repositories/cell-counts';
import type { CollectionsService } from '../../src/plugins/geo/server/services/collections';
import type { TestApp } from './app';

interface Counted {
  x: number;
  y: number;
  provider: string;
  count: number;
}

const PUBLIC = `geom is not null and absence = false and dropped = false
  and withdrawn_at is null and hidden_at is null and duplicate_of is null`;

/** The pyramid of occurrences beside what counting the rows says. */
export const createPyramidRig = (app: () => TestApp) => {
  const layer = (): GeoLayer => {
    const found = app()
      .strapi.plugin('geo')
      .service<CollectionsService>('collections')
      .find('occurrences');
    if (!found) throw new Error('occurrences are not registered');
    return found;
  };
  const rig = {
    layer,
    /** Cells of a level as the pyramid has them, by provider. */
    kept: async (level: number): Promise<Counted[]> => {
      const { rows: providers } = await app().db.raw<{ rows: { provider: string }[] }>(
        `select part as provider from geo_cells union select part from geo_cell_deltas order by 1`,
      );
      const cellCounts = app().strapi.plugin('geo').service<CellCounts>('cellCounts');
      const access = { rule: layer().rowsFor({ kind: 'anonymous' }), exact: false };
      const counted = [];
      for (const { provider } of providers) {
        const question = { place: [], filters: { provider: [provider] } };
        const request = { layer: layer(), question, access, level, limit: 1e6 };
        const cells = await cellCounts.count(request);
        counted.push(...cells.map(({ x, y, count }) => ({ x, y, provider, count })));
      }
      return counted;
    },
    /** The same by counting the rows. */
    live: async (level: number): Promise<Counted[]> => {
      const { rows } = await app().db.raw<{ rows: Counted[] }>(
        `select geo_cell_x(decimal_longitude, :level) as x, geo_cell_y(decimal_latitude, :level) as y,
                provider, cast(count(*) as integer) as count
           from occurrences where ${PUBLIC}
          group by 1, 2, 3 order by 3, 2, 1`,
        { level },
      );
      return rows;
    },
    /** Sums of positions by cell of a level, in units of 1e-7 degree: as kept, and of the rows as shown. */
    sums: async (level: number): Promise<{ ofCells: unknown[]; ofRows: unknown[] }> => {
      const summed = async (source: string): Promise<unknown[]> => {
        const { rows } = await app().db.raw<{ rows: unknown[] }>(
          `select x, y, part, cast(sum(lon) as text) as lon, cast(sum(lat) as text) as lat
             from (${source}) summed
            group by x, y, part
           having sum(count) <> 0 or sum(lon) <> 0 or sum(lat) <> 0
            order by x, y, part`,
          { level },
        );
        return rows;
      };
      return {
        ofCells: await summed(
          `select x, y, part, count, lon_sum as lon, lat_sum as lat
             from geo_cells where level = :level
           union all
           select x >> (12 - :level), y >> (12 - :level), part, count, lon_sum, lat_sum
             from geo_cell_deltas`,
        ),
        ofRows: await summed(
          `select geo_cell_x(st_x(geom), :level) as x, geo_cell_y(st_y(geom), :level) as y,
                  provider as part, 1 as count, cast(round(st_x(geom) * 1e7) as bigint) as lon,
                  cast(round(st_y(geom) * 1e7) as bigint) as lat
             from occurrences where ${PUBLIC}`,
        ),
      };
    },
    fold: () => app().db.raw('select geo_fold_cells()'),
  };
  return {
    ...rig,
    /** What is kept is what counting says, at any level. */
    expectExact: async (): Promise<void> => {
      for (const level of [0, 3, 6, 9, 12])
        expect(await rig.kept(level)).toEqual(await rig.live(level));
      for (const level of [6, 9, 12]) {
        const { ofCells, ofRows } = await rig.sums(level);
        expect(ofCells).toEqual(ofRows);
      }
    },
  };
};
