import { readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { startApp, type TestApp } from './app';
import { emptyDatabase } from './database';
import { createTemporaryApp, type TemporaryApp } from './temporary-app';

const PANEL = path.resolve(__dirname, '..', '..', 'dist', 'build');

/** A third content type with a place, as the README shows it: the schema's attribute, and these lines. */
const SCHEMA = {
  kind: 'collectionType',
  collectionName: 'areas',
  info: { singularName: 'area', pluralName: 'areas', displayName: 'Area' },
  options: { draftAndPublish: false },
  attributes: {
    name: { type: 'string' },
    kind: { type: 'string' },
    outline: {
      type: 'customField',
      customField: 'plugin::geo.geometry',
      options: { shape: 'any' },
    },
    mooring: {
      type: 'customField',
      customField: 'plugin::geo.geometry',
      options: { shape: 'point' },
    },
  },
};
const REGISTERED = `
const registerOthers = exports.registerGeo;
exports.registerGeo = (strapi) => {
  registerOthers(strapi);
  const collections = strapi.plugin('geo').service('collections');
  collections.register({
    name: 'areas',
    title: 'Areas',
    description: 'Protected areas and transects.',
    contentType: 'api::area.area',
    geometry: 'outline',
    properties: ['name', 'kind'],
    filters: { kind: { kind: 'text', attribute: 'kind', description: 'What it is.' } },
    rowsFor: () => [],
  });
};
`;

function addAreas({ appDir, write }: TemporaryApp): void {
  write('src/api/area/content-types/area/schema.json', JSON.stringify(SCHEMA));
  for (const [room, factory] of [
    ['routes', 'createCoreRouter'],
    ['controllers', 'createCoreController'],
    ['services', 'createCoreService'],
  ] as const) {
    write(
      `src/api/area/${room}/area.js`,
      `module.exports = require('@strapi/strapi').factories.${factory}('api::area.area');`,
    );
  }
  const file = 'src/api/register-geo.js';
  write(file, readFileSync(path.join(appDir, 'dist', file), 'utf8') + REGISTERED);
}

interface Areas {
  features: { geometry: { type: string; coordinates: unknown }; properties: { name: string } }[];
}

/** An app with a content type of areas and lines, which the app of this repository does not have. */
export interface AreasRig {
  app: () => TestApp;
  /** Stores an area by plain SQL, whatever its outline is. */
  insert(name: string, outline: unknown): Promise<unknown>;
  areasIn(query: string): Promise<Areas['features']>;
  namesIn(query: string): Promise<string[]>;
  bootAgain(): Promise<void>;
  stop(): Promise<void>;
}

/** @param hasPanel whether it serves the panel of this repository, which must have been built. */
export async function startAreasRig({ hasPanel = false } = {}): Promise<AreasRig> {
  const temporary = createTemporaryApp();
  addAreas(temporary);
  if (hasPanel) symlinkSync(PANEL, path.join(temporary.appDir, 'dist', 'build'));
  const boot = () => startApp({ keepDatabase: true, appDir: temporary.appDir });
  // Not from what is kept for other tests, which has no such table.
  await emptyDatabase();
  let app = await boot();

  async function areasIn(query: string): Promise<Areas['features']> {
    const answer = await fetch(`${app.url}/api/geo/areas${query}`);
    if (answer.status !== 200) throw new Error(`${query}: ${answer.status} ${await answer.text()}`);
    return ((await answer.json()) as Areas).features;
  }
  return {
    app: () => app,
    insert: (name, outline) =>
      app.db('areas').insert({
        document_id: name.padEnd(24, '0'),
        name,
        outline: outline === undefined ? null : JSON.stringify(outline),
      }),
    areasIn,
    namesIn: async (query) =>
      (await areasIn(query)).map(({ properties }) => properties.name).sort(),
    bootAgain: async () => {
      await app.stop();
      app = await boot();
    },
    stop: async () => {
      await app.stop();
      temporary.remove();
    },
  };
}

/** A ring around a box, counter-clockwise. */
export const box = (west: number, south: number, east: number, north: number) => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
];
export const polygon = (...rings: number[][][]) => ({ type: 'Polygon', coordinates: rings });
export const line = (...positions: number[][]) => ({ type: 'LineString', coordinates: positions });
