/** A place in a request that sqlmap tries to get into SQL by. */
export interface SqlmapTarget {
  name: string;
  /** The asterisk marks the place; what stands before it is a valid value. */
  path: string;
  /** Of a POST, with the asterisk in it. */
  body?: string;
  /** Takes conditions by design (CQL2): that an `AND` changes the answer is no fault, to reach SQL is. */
  isCondition?: boolean;
}

const GEO = '/api/geo/occurrences';
const ITEMS = '/api/ogc/collections/occurrences/items';
const escaped = encodeURIComponent;
const SQUARE = 'POLYGON((0 0,50 0,50 50,0 50,0 0))';

/** A parameter of the list, by its name and a valid value. */
const ofList = (name: string, value: string, others = ''): SqlmapTarget => ({
  name,
  path: `${GEO}?${others}${name}=${escaped(value)}*`,
});

const QUESTION: readonly SqlmapTarget[] = [
  ofList('bbox', '-90,-45,90,45'),
  ofList('within', SQUARE),
  ofList('near', '1,1', 'radiusMeters=9000000&'),
  ofList('radiusMeters', '9000000', 'near=1,1&'),
  ofList('datetime', '2020-01-01/..'),
  ofList('dated', 'false'),
  ofList('taxon', '5'),
  ofList('scientificName', 'Species 3'),
  ofList('dataset', 'dataset 1'),
  ofList('provider', 'obis'),
  ofList('basisOfRecord', 'HumanObservation'),
  ofList('depth', '0,200'),
  ofList('flags', 'ON_LAND'),
  ofList('excludeFlags', 'NO_DEPTH'),
  ofList('license', 'CC0'),
  ofList('absence', 'include'),
  ofList('hidden', 'include'),
  ofList('limit', '5'),
];

const READINGS: readonly SqlmapTarget[] = [
  { name: 'collection', path: '/api/geo/occurrences*' },
  { name: 'nearby lon', path: `${GEO}/nearby?lat=1&lon=1*` },
  { name: 'nearby limit', path: `${GEO}/nearby?lat=1&lon=1&limit=5*` },
  { name: 'facets by', path: `${GEO}/facets?by=provider*` },
  { name: 'grid zoom', path: `${GEO}/grid?zoom=2*` },
  { name: 'grid shape', path: `${GEO}/grid?zoom=2&shape=hex*` },
  { name: 'grid cells', path: `${GEO}/grid?zoom=2&cells=8*` },
  { name: 'clusters zoom', path: `${GEO}/clusters?zoom=2*` },
  { name: 'clusters bbox', path: `${GEO}/clusters?zoom=2&bbox=0,0,50,50*` },
  { name: 'tile z', path: `${GEO}/tiles/0*/0/0.mvt` },
  { name: 'tile x', path: `${GEO}/tiles/1/1*/0.mvt` },
  { name: 'tile y', path: `${GEO}/tiles/1/1/0*.mvt` },
  { name: 'export csv bom', path: `${GEO}/export.csv?bom=true*` },
  { name: 'export name', path: `${GEO}/export.geojson?scientificName=Species%203*` },
  { name: 'export archive', path: `${GEO}/export.dwca.zip?provider=obis*` },
  { name: 'export format', path: `${GEO}/export.gpx*` },
];

const search = (name: string, body: string): SqlmapTarget => ({
  name: `body ${name}`,
  path: `${GEO}/search`,
  body,
});
const BODIES: readonly SqlmapTarget[] = [
  search('within', `{"within":"${SQUARE}*"}`),
  search('type', '{"within":{"type":"Polygon*","coordinates":[[[0,0],[9,0],[9,9],[0,0]]]}}'),
  search('datetime', '{"datetime":"2020-01-01*"}'),
  search('scientificName', '{"scientificName":"Species 3*"}'),
  search('provider', '{"provider":"obis*"}'),
  search('limit', '{"limit":"5*"}'),
  search('bbox', '{"bbox":"0,0,50,50*"}'),
];

const ofItems = (name: string, value: string, others = ''): SqlmapTarget => ({
  name: `items ${name}`,
  path: `${ITEMS}?${others}${name}=${escaped(value)}*`,
});
const condition = (name: string, filter: string, others = ''): SqlmapTarget => ({
  name: `filter ${name}`,
  // `encodeURIComponent` leaves the asterisk as it is.
  path: `${ITEMS}?${others}filter=${escaped(filter)}`,
  isCondition: true,
});
const OGC: readonly SqlmapTarget[] = [
  ofItems('bbox', '0,0,50,50'),
  ofItems('datetime', '2020-01-01'),
  ofItems('limit', '5'),
  ofItems('filter-lang', 'cql2-text', `filter=${escaped('aphiaId=3')}&`),
  ofItems('scientificName', 'Species 3'),
  ofItems('aphiaId', '3'),
  ofItems('eventDate', '2020-01-01'),
  // As the end of a condition, within a text of it, and in place of a name.
  condition('end', 'aphiaId=3*'),
  condition('text', "scientificName='Species 3*'"),
  condition('like', "scientificName LIKE 'Spec%*'"),
  condition('name', 'aphiaId*=3'),
  condition('place', 'S_INTERSECTS(geometry,BBOX(0,0,50,50*))'),
  condition('moment', "T_AFTER(eventDateStart,TIMESTAMP('2020-01-01T00:00:00Z*'))"),
  condition(
    'json',
    '{"op":"=","args":[{"property":"scientificName"},"Species 3*"]}',
    'filter-lang=cql2-json&',
  ),
  { name: 'feature', path: `${ITEMS}/1*` },
];

/** Cursors of the list and of the items; they are signed, so that only the server makes valid ones. */
export interface Cursors {
  list: string;
  items: string;
}

/** Every parameter of ours, wherever it stands. */
export const sqlmapTargets = ({ list, items }: Cursors): readonly SqlmapTarget[] => [
  ...QUESTION,
  ofList('cursor', list, 'limit=1&'),
  ...READINGS,
  ...BODIES,
  ...OGC,
  ofItems('cursor', items, 'limit=1&'),
];
