import Feature from 'ol/Feature.js';
import GeoJSON from 'ol/format/GeoJSON.js';
import LineString from 'ol/geom/LineString.js';
import Point from 'ol/geom/Point.js';
import Graticule from 'ol/layer/Graticule.js';
import TileLayer from 'ol/layer/Tile.js';
import VectorLayer from 'ol/layer/Vector.js';
import { fromLonLat } from 'ol/proj.js';
import VectorSource from 'ol/source/Vector.js';
import XYZ from 'ol/source/XYZ.js';
import CircleStyle from 'ol/style/Circle.js';
import Fill from 'ol/style/Fill.js';
import Stroke from 'ol/style/Stroke.js';
import Style from 'ol/style/Style.js';
import type { TileSource } from '../../contract/map-settings';
import { geometryOf, type Drawing, type Vertex } from '../drawing/drawing';
import { isSameVertex, positionAt, verticesOf } from '../drawing/edit-drawing';
import { loadLand } from './land';
import type { MapColors } from './map-colors';

/** Half the width of the world in web mercator, in its metres. */
const HALF_WORLD = 20_037_508.342789244;
/** The world in web mercator: its west, south, east and north. */
export const WORLD = [-HALF_WORLD, -HALF_WORLD, HALF_WORLD, HALF_WORLD];

/** Where a feature of the handles says which vertex it is. */
export const VERTEX = 'vertex';

export function createLandLayer(): { layer: VectorLayer; paint: (colors: MapColors) => void } {
  const source = new VectorSource({ wrapX: false });
  // What lies beyond is the other end of what crosses the antimeridian.
  const layer = new VectorLayer({ source, extent: WORLD });
  // Without it the map is blank and works; the next one that opens tries again.
  loadLand().then(
    (features) => source.addFeatures(features),
    () => undefined,
  );
  return {
    layer,
    paint: ({ land, coast }) =>
      layer.setStyle(
        new Style({
          fill: new Fill({ color: land }),
          stroke: new Stroke({ color: coast, width: 1 }),
        }),
      ),
  };
}

export const createTileLayer = ({ url }: TileSource): TileLayer =>
  new TileLayer({ source: new XYZ({ url, wrapX: false, crossOrigin: null }) });

/** Meridians and parallels, so that an empty sea still shows where one goes. */
export const createGraticule = ({ grid }: MapColors): Graticule =>
  new Graticule({
    strokeStyle: new Stroke({ color: grid, width: 1 }),
    showLabels: false,
    wrapX: false,
    targetSize: 120,
  });

const geoJson = new GeoJSON({ featureProjection: 'EPSG:3857' });

/** What is drawn: the geometry, or the line so far while it is none yet. */
function featuresOf(drawing: Drawing): Feature[] {
  const geometry = geometryOf(drawing);
  if (geometry) return geoJson.readFeatures(geometry);
  return drawing.traces.map(
    ({ positions }) =>
      new Feature(new LineString(positions.map((position) => fromLonLat(position)))),
  );
}

/** Vertices that are too many to take hold of; such a drawing is changed as text. */
const MAX_HANDLES = 500;

function handlesOf(drawing: Drawing): Feature[] {
  const vertices = verticesOf(drawing);
  if (vertices.length > MAX_HANDLES) return [];
  return vertices.map((vertex) => {
    const position = positionAt(drawing, vertex) ?? [0, 0];
    return new Feature({ geometry: new Point(fromLonLat(position)), [VERTEX]: vertex });
  });
}

/** The drawing and the handles of its vertices. */
export function createDrawingLayers() {
  const shapes = new VectorSource({ wrapX: false });
  const handles = new VectorSource({ wrapX: false });
  const shapeLayer = new VectorLayer({ source: shapes });
  const handleLayer = new VectorLayer({ source: handles });
  let chosen: Vertex | null = null;

  return {
    shapeLayer,
    handleLayer,
    show(drawing: Drawing, vertex: Vertex | null): void {
      chosen = vertex;
      shapes.clear(true);
      shapes.addFeatures(featuresOf(drawing));
      handleLayer.changed();
    },
    showHandles(drawing: Drawing): void {
      handles.clear(true);
      handles.addFeatures(handlesOf(drawing));
    },
    paint({ shape, handle, chosen: chosenColor }: MapColors): void {
      const stroke = new Stroke({ color: shape, width: 3 });
      shapeLayer.setStyle(new Style({ stroke, fill: new Fill({ color: `${shape}33` }) }));
      handleLayer.setStyle((feature) => {
        const isChosen = isSameVertex(feature.get(VERTEX) as Vertex, chosen);
        return new Style({
          image: new CircleStyle({
            radius: isChosen ? 8 : 6,
            fill: new Fill({ color: isChosen ? chosenColor : shape }),
            stroke: new Stroke({ color: handle, width: 2 }),
          }),
          zIndex: isChosen ? 1 : 0,
        });
      });
    },
  };
}
