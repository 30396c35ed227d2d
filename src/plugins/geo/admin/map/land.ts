import Feature from 'ol/Feature.js';
import Polygon from 'ol/geom/Polygon.js';
import { fromLonLat } from 'ol/proj.js';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import type { LonLat } from '../../contract/geometry';
import { shiftsOf, wholeRing } from './whole-ring';

/** Its polygons cross the antimeridian without a cut; each is drawn on the sides where it is. */
function polygonsOf(rings: LonLat[][]): Feature[] {
  const whole = rings.map(wholeRing);
  return shiftsOf(whole[0] ?? []).map((shift) => {
    const moved = whole.map((ring) => ring.map(([lon, lat]) => fromLonLat([lon + shift, lat])));
    return new Feature(new Polygon(moved));
  });
}

let land: Promise<Feature[]> | undefined;

/** The outline of land at 1:50 million (Natural Earth), which comes with the panel, in web mercator. */
export function loadLand(): Promise<Feature[]> {
  land ??= import('world-atlas/land-50m.json').then(({ default: file }) => {
    // The type of a JSON file says nothing of what its texts may be.
    const topology = file as unknown as Topology<{ land: GeometryCollection }>;
    const { features } = feature(topology, topology.objects.land);
    return features.flatMap(({ geometry }) =>
      geometry.type === 'MultiPolygon'
        ? (geometry.coordinates as LonLat[][][]).flatMap(polygonsOf)
        : [],
    );
  });
  return land;
}
