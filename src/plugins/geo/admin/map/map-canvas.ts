import type Feature from 'ol/Feature.js';
import type Graticule from 'ol/layer/Graticule.js';
import type { FeatureLike } from 'ol/Feature.js';
import type Point from 'ol/geom/Point.js';
import { defaults as defaultInteractions } from 'ol/interaction/defaults.js';
import Translate, { type TranslateEvent } from 'ol/interaction/Translate.js';
import OlMap from 'ol/Map.js';
import { fromLonLat, toLonLat } from 'ol/proj.js';
import View from 'ol/View.js';
import { boundingExtent, getWidth } from 'ol/extent.js';
import type { LonLat } from '../../contract/geometry';
import type { TileSource } from '../../contract/map-settings';
import type { Drawing, Vertex } from '../drawing/drawing';
import type { MapColors } from './map-colors';
import {
  createDrawingLayers,
  createGraticule,
  createLandLayer,
  createTileLayer,
  VERTEX,
  WORLD,
} from './map-layers';

const CLOSEST_ZOOM = 18;
/** Mercator has more room for the north, where more of the land is. */
const MIDDLE_LATITUDE = 20;
/** What a single point is shown with around it: some hundred kilometres. */
const POINT_ZOOM = 6;

const lonLatOf = (coordinate: number[]): LonLat => {
  const [lon = 0, lat = 0] = toLonLat(coordinate);
  return [lon, lat];
};

export interface MapEvents {
  /** A click where there is nothing. */
  onPlace: (position: LonLat) => void;
  onChoose: (vertex: Vertex) => void;
  onMove: (vertex: Vertex, position: LonLat) => void;
}

interface MapOptions extends MapEvents {
  target: HTMLElement;
  tiles: TileSource | null;
}

const vertexOf = (feature: FeatureLike | undefined): Vertex | undefined =>
  feature?.get(VERTEX) as Vertex | undefined;

/**
 * A map in web mercator, once around the world, that shows a drawing and tells what is done to it by
 * pointer. What the keyboard does is said to it. Pixels are those of the page.
 */
export function createMapCanvas({ target, tiles, onPlace, onChoose, onMove }: MapOptions) {
  const land = createLandLayer();
  const drawn = createDrawingLayers();
  let grid: Graticule | undefined;
  let isLocked = false;

  const view = new View({
    center: [0, 0],
    zoom: 0,
    maxZoom: CLOSEST_ZOOM,
    // The middle, where the cross is, can be put anywhere on Earth at any zoom.
    extent: WORLD,
    constrainOnlyCenter: true,
    smoothExtentConstraint: false,
  });
  const map = new OlMap({
    target,
    view,
    controls: [],
    // The wheel scrolls the page until somebody is at work in the map.
    interactions: defaultInteractions({ keyboard: false, onFocusOnly: true }),
    layers: [
      land.layer,
      ...(tiles ? [createTileLayer(tiles)] : []),
      drawn.shapeLayer,
      drawn.handleLayer,
    ],
  });

  const translate = new Translate({ layers: [drawn.handleLayer], hitTolerance: 6 });
  let isDragging = false;
  translate.on(['translatestart', 'translating', 'translateend'], (event) => {
    // The type of the listener leaves out what these events have in common.
    const { features } = event as TranslateEvent;
    const point = features.item(0) as Feature<Point>; // handles are points
    const vertex = vertexOf(point);
    const coordinate = point.getGeometry()?.getCoordinates();
    isDragging = event.type !== 'translateend';
    if (!vertex || !coordinate) return;
    if (event.type === 'translatestart') onChoose(vertex);
    else onMove(vertex, lonLatOf(coordinate));
  });
  map.addInteraction(translate);

  map.on('singleclick', ({ pixel, coordinate }) => {
    if (isLocked) return;
    const near = { layerFilter: (layer: object) => layer === drawn.handleLayer, hitTolerance: 6 };
    const vertex = vertexOf(map.getFeaturesAtPixel(pixel, near)[0]);
    if (vertex) onChoose(vertex);
    else onPlace(lonLatOf(coordinate));
  });

  const center = (): number[] => view.getCenter() ?? [0, 0];
  const metresPerPixel = (): number => view.getResolution() ?? 1;

  return {
    show(drawing: Drawing, vertex: Vertex | null): void {
      drawn.show(drawing, vertex);
      // The handle in the hand of the pointer must stay the one that it took.
      if (!isDragging) drawn.showHandles(drawing);
    },

    paint(colors: MapColors): void {
      target.style.backgroundColor = colors.water;
      land.paint(colors);
      drawn.paint(colors);
      if (grid) map.removeLayer(grid);
      grid = createGraticule(colors);
      map.getLayers().insertAt(1, grid);
    },

    /** Whether a pointer may change anything. */
    lock(locked: boolean): void {
      isLocked = locked;
      translate.setActive(!locked);
    },

    center: (): LonLat => lonLatOf(center()),

    /** The position so many pixels to the right of another, and so many below it. */
    beside: (position: LonLat, right: number, down: number): LonLat => {
      const [x = 0, y = 0] = fromLonLat(position);
      return lonLatOf([x + right * metresPerPixel(), y - down * metresPerPixel()]);
    },

    panBy(right: number, down: number): void {
      const [x = 0, y = 0] = center();
      view.setCenter([x + right * metresPerPixel(), y - down * metresPerPixel()]);
    },

    zoomBy: (levels: number): void => view.adjustZoom(levels),

    /** Brings a position into sight when it is not, or not by much. */
    reveal(position: LonLat): void {
      const coordinate = fromLonLat(position);
      const [right = 0, down = 0] = map.getPixelFromCoordinate(coordinate) ?? [];
      const [width = 0, height = 0] = map.getSize() ?? [];
      const margin = 24;
      const isInSight =
        right > margin && right < width - margin && down > margin && down < height - margin;
      if (!isInSight) view.setCenter(coordinate);
    },

    /** Shows all that is drawn, or the world. */
    fit(drawing: Drawing): void {
      const coordinates = drawing.traces.flatMap(({ positions }) =>
        positions.map((position) => fromLonLat(position)),
      );
      map.updateSize();
      if (coordinates.length > 0) {
        const padding = [32, 32, 32, 32];
        return view.fit(boundingExtent(coordinates), { padding, maxZoom: POINT_ZOOM });
      }
      const [width = 1] = map.getSize() ?? [];
      view.setResolution(getWidth(WORLD) / width);
      view.setCenter(fromLonLat([0, MIDDLE_LATITUDE]));
    },

    dispose(): void {
      map.setTarget(undefined);
      map.dispose();
    },
  };
}

export type MapCanvas = ReturnType<typeof createMapCanvas>;
