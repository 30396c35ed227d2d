import type { GeoCollection } from '../../contract/collection';
import type { ContentTypeModel } from '../domain/layer';
import { createCollectionsService } from './collections';

const stations: GeoCollection = {
  name: 'stations',
  title: 'Stations',
  description: 'Where we measure',
  contentType: 'api::station.station',
  position: { lon: 'lon', lat: 'lat' },
  properties: ['title'],
  rowsFor: () => [],
};
const column = (columnName: string, type = 'string') => ({ type, columnName });
const model: ContentTypeModel = {
  tableName: 'stations',
  draftAndPublish: false,
  attributes: {
    documentId: column('document_id'),
    publishedAt: column('published_at', 'datetime'),
    title: column('title'),
    lon: column('lon', 'float'),
    lat: column('lat', 'float'),
    depth: column('depth', 'decimal'),
    secret: { ...column('secret'), private: true },
    owner: { type: 'relation' },
  },
};

const named = { kind: 'text', attribute: 'title', description: 'By title' } as const;

const resolve = (changes: Partial<GeoCollection>, of: Partial<ContentTypeModel> = {}) => {
  const collections = createCollectionsService();
  collections.register({ ...stations, ...changes });
  return collections.resolve((uid) =>
    uid === stations.contentType ? { ...model, ...of } : undefined,
  );
};

it('brings a declaration together with its table, document id first', () => {
  expect(resolve({})).toMatchObject([
    {
      table: 'stations',
      source: { kind: 'position', lonColumn: 'lon', latColumn: 'lat' },
      properties: [{ name: 'documentId' }, { name: 'title' }],
      publishedAtColumn: null,
    },
  ]);
});

it('shows only published rows of a type with draft & publish', () => {
  expect(resolve({}, { draftAndPublish: true })[0]?.publishedAtColumn).toBe('published_at');
});

it.each([
  [{ contentType: 'api::buoy.buoy' }, 'there is no content type "api::buoy.buoy"'],
  [{ position: { lon: 'x', lat: 'lat' } }, 'there is no attribute "x"'],
  [{ position: { lon: 'lon', lat: 'depth' } }, '"depth" must be a float, but is a decimal'],
  [{ position: undefined }, 'give a position or a geometry'],
  [{ geometry: 'title' }, 'give a position or a geometry'],
  [{ position: undefined, geometry: 'title' }, '"title" must be json'],
  [{ time: { start: 'title', end: 'title' } }, '"title" must be a datetime'],
  [{ filters: { bbox: named } }, 'a filter cannot be called "bbox"'],
  [{ filters: { named: { ...named, attribute: 'x' } } }, 'there is no attribute "x"'],
  [{ properties: ['tilte'] }, 'there is no attribute "tilte"'],
  [{ properties: ['owner'] }, '"owner" is a relation, which has no column'],
  [{ properties: ['secret'] }, '"secret" is private'],
])('refuses %j at boot: %s', (changes, fault) => {
  expect(() => resolve(changes)).toThrow(fault);
});

it('refuses a type that has a column of our name', () => {
  const attributes = { ...model.attributes, geom: column('geom') };
  expect(() => resolve({}, { attributes })).toThrow('kept by the geo plugin');
});

it('refuses a name that is taken or cannot stand in an address', () => {
  const collections = createCollectionsService();
  collections.register(stations);
  expect(() => collections.register(stations)).toThrow('registered twice');
  expect(() => collections.register({ ...stations, name: 'Our Stations' })).toThrow('kebab-case');
});
