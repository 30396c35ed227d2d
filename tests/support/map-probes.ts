import { VectorTile } from '@mapbox/vector-tile';
import { parse } from 'csv-parse/sync';
import Protobuf from 'pbf';
import { unzip } from './unzip';

/** Somewhere that a prober asks about. */
export interface Box {
  west: number;
  south: number;
  east: number;
  north: number;
}
export interface Circle {
  lon: number;
  lat: number;
  radiusMeters: number;
}

/** One way to ask the API whether occurrences are somewhere. */
export interface Probe {
  /** Below `/api/`; a second part is the body of a POST. */
  ask: (place: Readonly<Record<string, string>>) => readonly [path: string, body?: object];
  /** How many occurrences the answer shows. */
  count: (text: string, bytes: Buffer) => number | Promise<number>;
}

type Listed = { features: { properties: Record<string, number> }[] };
const listed = (text: string): Listed['features'] => (JSON.parse(text) as Listed).features;
const features = (text: string): number => listed(text).length;
const inCells = (text: string): number =>
  listed(text).reduce((sum, { properties }) => sum + (properties['count'] ?? 0), 0);

const query = (parameters: Readonly<Record<string, string>>): string =>
  new URLSearchParams(parameters).toString();

const read = (
  path: string,
  count: Probe['count'],
  own: Readonly<Record<string, string>> = {},
): Probe => ({
  ask: (place) => [`geo/occurrences${path}?${query({ ...place, ...own })}`],
  count,
});

/** All decoded points of a tile; cells show how many they stand for. */
function inTile(_text: string, bytes: Buffer): number {
  const layer = new VectorTile(new Protobuf(bytes)).layers['occurrences'];
  return Array.from({ length: layer?.length ?? 0 }, (_, index) =>
    Number(layer?.feature(index).properties['count'] ?? 1),
  ).reduce((sum, count) => sum + count, 0);
}

/**
 * Every reading endpoint that takes the question of the maps. One that is added is one line more here:
 * the attack goes on it by box, by polygon and by circle, for whoever has no right to exact positions.
 */
export const QUESTION_PROBES: Readonly<Record<string, Probe>> = {
  list: read('', features),
  search: { ask: (place) => ['geo/occurrences/search', place], count: features },
  nearby: {
    ask: ({ near = '0,0', ...place }) => {
      const [lon = '', lat = ''] = near.split(',');
      return [`geo/occurrences/nearby?${query({ ...place, lon, lat })}`];
    },
    count: features,
  },
  count: read('/count', (text) => (JSON.parse(text) as { data: { count: number } }).data.count),
  facets: read(
    '/facets',
    (text) =>
      (JSON.parse(text) as { data: { count: number }[] }).data.reduce(
        (sum, { count }) => sum + count,
        0,
      ),
    { by: 'provider' },
  ),
  'square grid': read('/grid', inCells, { zoom: '4' }),
  'hexagonal grid': read('/grid', inCells, { zoom: '4', shape: 'hex' }),
  'geohash grid': read('/grid', inCells, { zoom: '4', shape: 'geohash' }),
  // Its `bbox` is what is looked at; zoom 22 has the finest clusters.
  clusters: read('/clusters', inCells, { zoom: '22' }),
  tile: read('/tiles/0/0/0.mvt', inTile),
  geojson: read('/export.geojson', features),
  csv: read('/export.csv', (text) => parse(text, { columns: true }).length),
  gpx: read('/export.gpx', (text) => text.split('<wpt ').length - 1),
  archive: read('/export.dwca.zip', async (_text, bytes) => {
    const { 'occurrence.txt': rows = '' } = await unzip(bytes);
    return rows.trimEnd().split('\n').length - 1;
  }),
  items: {
    ask: (place) => [`ogc/collections/occurrences/items?${query(place)}`],
    count: features,
  },
};

const items =
  (filter: (box: Box) => string, more: Record<string, string> = {}) =>
  (box: Box): string =>
    `ogc/collections/occurrences/items?${query({ filter: filter(box), ...more })}`;

export const wktOf = ({ west, south, east, north }: Box): string =>
  `POLYGON((${west} ${south}, ${east} ${south}, ${east} ${north}, ${west} ${north}, ${west} ${south}))`;

const boxText = ({ west, south, east, north }: Box): string =>
  `BBOX(${west},${south},${east},${north})`;
const total = (text: string): number =>
  (JSON.parse(text) as { meta: { pagination: { total: number } } }).meta.pagination.total;

/** Ways to ask about a box in words of their own. */
export const BOX_PROBES: Readonly<
  Record<string, { ask: (box: Box) => string; count: Probe['count'] }>
> = {
  S_INTERSECTS: { ask: items((box) => `S_INTERSECTS(geometry, ${boxText(box)})`), count: features },
  S_WITHIN: { ask: items((box) => `S_WITHIN(geometry, ${wktOf(box)})`), count: features },
  'NOT S_DISJOINT': {
    ask: items((box) => `NOT S_DISJOINT(geometry, ${boxText(box)})`),
    count: features,
  },
  'a filter as JSON': {
    ask: items(
      ({ west, south, east, north }) =>
        JSON.stringify({
          op: 's_intersects',
          args: [{ property: 'geometry' }, { bbox: [west, south, east, north] }],
        }),
      { 'filter-lang': 'cql2-json' },
    ),
    count: features,
  },
  'filters of REST': {
    ask: ({ west, south, east, north }) =>
      `occurrences?${query({
        'filters[decimalLongitude][$gte]': String(west),
        'filters[decimalLongitude][$lte]': String(east),
        'filters[decimalLatitude][$gte]': String(south),
        'filters[decimalLatitude][$lte]': String(north),
      })}`,
    count: total,
  },
};
