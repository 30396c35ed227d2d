import {
  faultsOfGeometry,
  type Geometry,
  type GeometryFault,
  type Shape,
} from '../../contract/geometry';
import type { InvalidPlace } from '../repositories/geometry-validity';

interface Dependencies {
  findInvalidPlace: (geometry: Geometry) => Promise<InvalidPlace | null>;
}

/** What is written into an attribute, made a geometry or refused. */
export type CheckedGeometry =
  | { geometry: Geometry; faults?: undefined }
  | { geometry?: undefined; faults: GeometryFault[] };

/** JSON is also written as text, and then stored as what the text says. */
function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    // Not JSON, and so no geometry, as which it is refused.
    return value;
  }
}

/** Judges GeoJSON before it is stored. */
export const createGeometryCheckService = ({ findInvalidPlace }: Dependencies) => ({
  /** The form is checked first: the database is asked about nothing that it could fail at. */
  async check(written: unknown, shape: Shape): Promise<CheckedGeometry> {
    const value = parsed(written);
    const faults = faultsOfGeometry(value, { shape });
    if (faults.length > 0) return { faults };
    const geometry = value as Geometry; // nothing is wrong with it
    const place = await findInvalidPlace(geometry);
    if (!place) return { geometry };
    const message = `lines must have a length, and rings must not cross themselves or each other (near ${place.lon}, ${place.lat})`;
    return { faults: [{ path: ['coordinates'], code: 'not-valid', message }] };
  },
});

export type GeometryCheckService = ReturnType<typeof createGeometryCheckService>;
