import GeoJSON from 'ol/format/GeoJSON.js';
import type Feature from 'ol/Feature.js';
import { feature } from 'topojson-client';
import type { Topology } from 'topojson-specification';

let land: Promise<Feature[]> | undefined;

/** The outline of land at 1:50 million (Natural Earth), which comes with the panel, in web mercator. */
export function loadLand(): Promise<Feature[]> {
  land ??= import('world-atlas/land-50m.json').then(({ default: file }) => {
    // The type of a JSON file says nothing of what its texts may be.
    const topology = file as unknown as Topology;
    const outline = topology.objects['land'];
    if (!outline) return [];
    const format = new GeoJSON({ featureProjection: 'EPSG:3857' });
    return format.readFeatures(feature(topology, outline));
  });
  return land;
}
