import { z } from 'zod';
import { parsePolygon, type PolygonGeometry } from '../../../geo/contract/polygon';
import { sourceFailed } from '../errors';

type Ring = PolygonGeometry['coordinates'][number][number];
export type Box = [number, number, number, number];

/** Why rings cross themselves or each other, in words, or `null`: only a database can tell. */
export type FindAreaFault = (area: PolygonGeometry) => Promise<string | null>;

/** Above 0 for a ring that runs counter-clockwise (the surveyor's formula). */
const turnOf = (ring: Ring): number =>
  ring.reduce((sum, [lon, lat], index) => {
    const [nextLon, nextLat] = ring[(index + 1) % ring.length] ?? [lon, lat];
    return sum + (lon * nextLat - nextLon * lat);
  }, 0);

const ringText = (ring: Ring) => `(${ring.map(([lon, lat]) => `${lon} ${lat}`).join(',')})`;

/** Borders counter-clockwise, holes clockwise: to GBIF a border the other way means all but the area. */
function wound(ring: Ring, index: number): Ring {
  const isBorder = index === 0;
  return turnOf(ring) > 0 === isBorder ? ring : ring.toReversed();
}

function toWkt({ coordinates }: PolygonGeometry): string {
  const polygons = coordinates.map((rings) => `(${rings.map(wound).map(ringText).join(',')})`);
  return polygons.length === 1 ? `POLYGON${polygons[0]}` : `MULTIPOLYGON(${polygons.join(',')})`;
}

/**
 * An area as WKT, for a question: a polygon or several in longitude and latitude, WGS 84. What
 * crosses the antimeridian is cut in two there (RFC 7946, section 3.1.9).
 * @param maxVertices what the provider takes in the address of a question
 * @returns the same area with its rings wound as providers read them
 */
export const areaParameter = (maxVertices: number) =>
  z
    .string()
    .max(100_000)
    .transform((text, context): string => {
      const area = /^\s*(multi)?polygon/i.test(text)
        ? parsePolygon(text)
        : { path: [], message: 'must be a POLYGON or MULTIPOLYGON of WKT' };
      if ('message' in area) {
        context.addIssue({ code: 'custom', message: area.message });
        return z.NEVER;
      }
      const vertices = area.coordinates.flat(2).length;
      if (vertices > maxVertices) {
        const message = `has ${vertices} positions, and at most ${maxVertices} are taken: simplify it`;
        context.addIssue({ code: 'custom', message });
        return z.NEVER;
      }
      return toWkt(area);
    });

function readArea(wkt: string): PolygonGeometry {
  const area = parsePolygon(wkt);
  if ('message' in area) throw new Error(`A parsed area cannot be read again: ${area.message}`);
  return area;
}

/** West, south, east, north of an area that was parsed. */
export function boxOfArea(wkt: string): Box {
  const positions = readArea(wkt).coordinates.flat(2);
  const lons = positions.map(([lon]) => lon);
  const lats = positions.map(([, lat]) => lat);
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}

/**
 * Lets only areas pass that are some: of another OBIS says "nothing found" and GBIF what it likes.
 * @throws SourceFailure `area-invalid`
 */
export async function refuseFaultyArea(
  wkt: string | undefined,
  findAreaFault: FindAreaFault,
): Promise<void> {
  const fault = wkt === undefined ? null : await findAreaFault(readArea(wkt));
  if (fault !== null) throw sourceFailed('area-invalid', `The area is none: ${fault}`, undefined);
}

/** For questions that say where: by a box or by an area. */
export const isOneAtMost = ({ bbox, area }: { bbox?: unknown; area?: unknown }) =>
  bbox === undefined || area === undefined;
export const ONE_AT_MOST = 'give `bbox` or `area`, not both';
