import type { TestApp } from './app';
import { insertOccurrence } from './factories';

/** Where the nest is. */
export const NEST = { lon: -9.512345, lat: 38.723456 };

/** What the database keeps of an occurrence's place. */
export interface StoredPlace {
  decimal_latitude: number | null;
  decimal_longitude: number | null;
  coordinate_uncertainty_in_meters: number | null;
  locality: string | null;
  bathymetry_in_meters: number | null;
  shore_distance_in_meters: number | null;
  exact_latitude: number | null;
  exact_longitude: number | null;
  exact_locality: string | null;
  applied_sensitivity: string | null;
  data_generalizations: string | null;
  information_withheld: string | null;
}

/** A place that is sensitive or not, and what is kept of it. */
export const createNests = (app: () => TestApp) => ({
  stored: async (id: number): Promise<StoredPlace> => {
    const row = await app().db<StoredPlace & { id: number }>('occurrences').where({ id }).first();
    if (!row) throw new Error(`there is no row ${id}`);
    return row;
  },
  nest: (columns: Record<string, unknown> = {}) =>
    insertOccurrence(app().db, {
      decimal_longitude: NEST.lon,
      decimal_latitude: NEST.lat,
      coordinate_uncertainty_in_meters: 12.5,
      locality: 'Third rock behind the lighthouse',
      bathymetry_in_meters: 42,
      shore_distance_in_meters: 17,
      ...columns,
    }),
});
