import { quoteIdentifier } from '../../../../lib/sql/identifier';
import type { TileAddress } from '../../contract/readings';
import { boundsOfCell } from '../domain/cells';
import { countedIn, countedPosition, MARGIN_DEGREES } from './cell-sql';
import type { CountRequest } from './counts';
import { jsonValueOf, visibleGeometry, type Bindings, type SqlPart } from './feature-sql';
import { matchingRows } from './question-sql';

/** Units along the side of a tile, as the Mapbox Vector Tile specification has by default. */
export const TILE_EXTENT = 4096;
const LAST_UNIT = TILE_EXTENT - 1;
/** Units beyond the edge up to which lines and areas are drawn, so that no seam shows; as geojson-vt. */
const MARGIN = 64;

/** Half the way around the equator in web mercator, in metres. */
const HALF_WORLD_METERS = 20_037_508.342789244;
/** A little beyond the edge of the map of web mercator, which ends at 85.0511 degrees. */
const MAP_EDGE_DEGREES = 85.06;

export interface TileRequest extends CountRequest, TileAddress {
  /** No more features than this; a tile with more is not given. */
  maxFeatures: number;
}

/** Lists and objects as their JSON text, since a tile holds plain values only. */
const tileValueOf = (property: Parameters<typeof jsonValueOf>[0]): string =>
  property.type === 'json' ? `cast(${jsonValueOf(property)} as text)` : jsonValueOf(property);

const valuesOf = ({ layer }: CountRequest): string =>
  layer.properties
    .map((property) => `${tileValueOf(property)} as ${quoteIdentifier(property.name)}`)
    .join(', ');

/**
 * Where a position is in the tile. The same arithmetic as that of cells, so that each point is in one
 * tile of a zoom and no tile needs a margin.
 */
const pointInTile = (lon: string, lat: string): string => {
  const units = 'cast(:world as double precision)';
  return `st_makepoint(
      least(${LAST_UNIT}, floor((${lon} + 180) / 360 * ${units}) - :left),
      greatest(0, least(${LAST_UNIT}, floor((0.5 - ln(tan(radians(
        (90 + greatest(-89, least(${lat}, 89))) / 2))) / (2 * pi())) * ${units}) - :top)))`;
};

const bindingsOf = ({ z, x, y, maxFeatures }: TileRequest): Bindings => ({
  world: 2 ** z * TILE_EXTENT,
  left: x * TILE_EXTENT,
  top: y * TILE_EXTENT,
  tooMany: maxFeatures + 1,
});

function pointRows(request: TileRequest): SqlPart {
  const { layer, question, access, z, x, y } = request;
  const matching = matchingRows(layer, question, access);
  const inside = countedIn(layer, access, { level: z, xRange: [x, x], yRange: [y, y] });
  const { lon, lat } = countedPosition(layer, access);
  return {
    sql: `select t.id as feature_id, ${pointInTile(lon, lat)} as geom, ${valuesOf(request)}
        from ${quoteIdentifier(layer.table)} t
       where ${matching.sql} and ${inside.sql}
       limit :tooMany`,
    bindings: { ...matching.bindings, ...inside.bindings, ...bindingsOf(request) },
  };
}

/**
 * A geometry in units of the tile. Positions are projected and joined by straight lines on the map, as
 * MapLibre draws GeoJSON. What lies beyond the edge of the map is cut off first: it has no place there.
 */
const shapeInTile = (geometry: string): string => {
  const edge = MAP_EDGE_DEGREES;
  const onMap = `case when st_ymax(${geometry}) > ${edge} or st_ymin(${geometry}) < -${edge}
      then st_clipbybox2d(${geometry}, st_makeenvelope(-180, -${edge}, 180, ${edge}, 4326))
      else ${geometry} end`;
  const unitsPerMeter = `cast(:world as double precision) / ${2 * HALF_WORLD_METERS}`;
  const half = 'cast(:world as double precision) / 2';
  return `st_setsrid(st_affine(st_transform(${onMap}, 3857),
      ${unitsPerMeter}, 0, 0, -(${unitsPerMeter}), ${half} - :left, ${half} - :top), 0)`;
};

/** The smallest area or line where a shape is, for what is too small to be seen at this zoom. */
const SPECK = `case when st_dimension(shape) = 2
      then st_forcepolygonccw(st_makeenvelope(speck_x, speck_y, speck_x + 1, speck_y + 1))
      else st_makeline(st_makepoint(speck_x, speck_y), st_makepoint(speck_x + 1, speck_y)) end`;

const speckAlong = (axis: 'x' | 'y'): string =>
  `greatest(0, least(${LAST_UNIT - 1}, floor(st_${axis}(st_pointonsurface(clipped)))))`;

/**
 * Lines and areas as they are, cut at the margin of the tile, in whole units; outer rings run as Mapbox
 * Vector Tiles have them (4.3.4.4: of positive area). A lone point is in one tile of a zoom.
 */
function shapeRows(request: TileRequest): SqlPart {
  const { layer, question, access, z, x, y } = request;
  const matching = matchingRows(layer, question, access);
  const geometry = visibleGeometry(layer, access);
  const isPoint = `st_geometrytype(${geometry}) = 'ST_Point'`;
  const inCell = countedIn(layer, access, { level: z, xRange: [x, x], yRange: [y, y] });
  const { west, south, east, north } = boundsOfCell({ x, y }, z);
  const names = layer.properties.map(({ name }) => quoteIdentifier(name)).join(', ');
  return {
    sql: `select feature_id,
             case when point is not null then point
                  when st_isempty(snapped) then ${SPECK}
                  when st_dimension(shape) = 2 then st_forcepolygonccw(snapped)
                  else snapped end as geom, ${names}
        from (select t.id as feature_id,
                     case when ${isPoint} then ${pointInTile(`st_x(${geometry})`, `st_y(${geometry})`)} end as point,
                     case when not ${isPoint} then ${shapeInTile(geometry)} end as shape,
                     ${valuesOf(request)}
                from ${quoteIdentifier(layer.table)} t
               where ${matching.sql}
                 and ${geometry} && st_makeenvelope(:west, :south, :east, :north, 4326)
                 and case when ${isPoint} then ${inCell.sql} else true end
              offset 0) placed
       cross join lateral (
         select st_clipbybox2d(shape, st_makeenvelope(-${MARGIN}, -${MARGIN}, ${TILE_EXTENT + MARGIN}, ${TILE_EXTENT + MARGIN})) as clipped
         offset 0) as cut
       cross join lateral (
         select st_collectionextract(
                  st_reduceprecision(case when st_dimension(shape) = 2 then st_makevalid(clipped) else clipped end, 1),
                  st_dimension(shape) + 1) as snapped,
                ${speckAlong('x')} as speck_x, ${speckAlong('y')} as speck_y
         offset 0) as made
       where point is not null or st_intersects(shape, st_makeenvelope(0, 0, ${TILE_EXTENT}, ${TILE_EXTENT}))
       limit :tooMany`,
    bindings: {
      ...matching.bindings,
      ...inCell.bindings,
      ...bindingsOf(request),
      west: west - MARGIN_DEGREES,
      south: south - MARGIN_DEGREES,
      east: east + MARGIN_DEGREES,
      north: north + MARGIN_DEGREES,
    },
  };
}

/**
 * The rows of a tile with what they show: `feature_id`, `geom` in whole units of the tile (y down), and
 * the properties. A point is in one tile of a zoom; a line or an area in every tile that it touches,
 * edges included, so that the features of all tiles of a zoom are more than there are.
 * Relies on {table}_geom_idx.
 */
export const tileRows = (request: TileRequest): SqlPart =>
  request.layer.isPoints ? pointRows(request) : shapeRows(request);
