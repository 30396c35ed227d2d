import type { PolygonGeometry } from '../../../geo/contract/polygon';
import type { FindAreaFault } from '../sources/area';

/** The service of the map that judges geometries, as far as an import asks it. */
export interface AreaJudge {
  check(written: unknown, shape: 'polygon'): Promise<{ faults?: { message: string }[] }>;
}

/** Asks the map whether an area is one. */
export const createFindAreaFault =
  (judge: () => AreaJudge): FindAreaFault =>
  async (area: PolygonGeometry) => {
    const { faults = [] } = await judge().check(area, 'polygon');
    return faults.length === 0 ? null : faults.map(({ message }) => message).join('; ');
  };
