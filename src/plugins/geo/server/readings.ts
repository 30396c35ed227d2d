import type { Core } from '@strapi/strapi';
import { keepAnswer } from '../../../lib/kept-answer';
import type { ReadDatabase } from '../../../lib/sql/read-database';
import { createCursorSigner } from '../../../lib/signed-cursor';
import { createCellsController, type CellsController } from './controllers/cells';
import { createCountsController, type CountsController } from './controllers/counts';
import { createFeaturesController, type FeaturesController } from './controllers/features';
import type { GeoContext } from './controllers/geo-context';
import { createKeptAnswers, type KeptAnswers } from './controllers/kept-answers';
import { createNearbyController, type NearbyController } from './controllers/nearby';
import { createTilesController, type TilesController } from './controllers/tiles';
import type { LaneEndpoint } from './middlewares/lane';
import { createLiveCellCounts, type CellCounts } from './repositories/cell-counts';
import { createCountRepository } from './repositories/counts';
import { createFeatureRepository } from './repositories/features';
import { createNearestRepository } from './repositories/nearest';
import { createGeometryValidityRepository } from './repositories/geometry-validity';
import { createPyramidRepository } from './repositories/pyramid';
import { createShapedCellRepository } from './repositories/shaped-cells';
import { createTileRepository } from './repositories/tiles';
import { createClustersService, type ClustersService } from './services/clusters';
import type { CollectionsService } from './services/collections';
import { createCountsService, type CountsService } from './services/counts';
import { createFeaturesService, type FeaturesService } from './services/features';
import { createGridService, type GridService } from './services/grid';
import { createNearbyService, type NearbyService } from './services/nearby';
import { createPyramidCounts } from './services/pyramid-counts';
import { createQuestionsService, type QuestionsService } from './services/questions';
import { createReadsService, type ReadsService } from './services/reads';
import type { GeoConfig } from './config';
import { createTilesService, type TilesService } from './services/tiles';
import type { VersionsService } from './services/versions';

interface Wiring {
  strapi: Core.Strapi;
}

/** The services of this plugin that reading endpoints are made of. */
interface Services {
  cellCounts: CellCounts;
  collections: CollectionsService;
  clusters: ClustersService;
  counts: CountsService;
  features: FeaturesService;
  grid: GridService;
  nearby: NearbyService;
  keptAnswers: KeptAnswers;
  questions: QuestionsService;
  reads: ReadsService;
  tiles: TilesService;
  versions: VersionsService;
}
const serviceOf = <Name extends keyof Services>(strapi: Core.Strapi, name: Name): Services[Name] =>
  strapi.plugin('geo').service<Services[Name]>(name);

/** Where reads go. */
export const readsOf = (strapi: Core.Strapi): ReadDatabase => serviceOf(strapi, 'reads').database();

/** The address of the API of this plugin, without a slash at the end. */
export const apiPath = (strapi: Core.Strapi): string =>
  `${strapi.config.get<string>('api.rest.prefix', '/api')}/geo`;

const baseUrlOf = (strapi: Core.Strapi): string =>
  new URL(apiPath(strapi), strapi.config.get<string>('server.url')).href;

/** Wiring of what reads a collection: questions, and the services that answer them. */
export const readingServices = {
  reads: ({ strapi }: Wiring) =>
    createReadsService(
      strapi.config.get<GeoConfig['reads']>('plugin::geo.reads'),
      () => strapi.db.connection,
    ),
  keptAnswers: ({ strapi }: Wiring) =>
    createKeptAnswers(
      strapi.config.get<GeoConfig['keptMegabytes']>('plugin::geo.keptMegabytes') * 1024 * 1024,
    ),
  questions: ({ strapi }: Wiring) => {
    const validity = createGeometryValidityRepository(readsOf(strapi));
    return createQuestionsService({
      collections: serviceOf(strapi, 'collections'),
      isValidPolygon: (geometry) => validity.isValid(geometry),
    });
  },
  features: ({ strapi }: Wiring) =>
    createFeaturesService({
      features: createFeatureRepository(readsOf(strapi)),
      cursors: createCursorSigner(strapi.config.get<string[]>('server.app.keys'), 'geo.features'),
    }),
  nearby: ({ strapi }: Wiring) =>
    createNearbyService({ nearest: createNearestRepository(readsOf(strapi)) }),
  counts: ({ strapi }: Wiring) =>
    createCountsService({ counts: createCountRepository(readsOf(strapi)) }),
  cellCounts: ({ strapi }: Wiring) =>
    createPyramidCounts({
      live: createLiveCellCounts(readsOf(strapi)),
      pyramid: createPyramidRepository(readsOf(strapi)),
    }),
  grid: ({ strapi }: Wiring) =>
    createGridService({
      cells: serviceOf(strapi, 'cellCounts'),
      shaped: createShapedCellRepository(readsOf(strapi)),
    }),
  clusters: ({ strapi }: Wiring) =>
    createClustersService({ cells: serviceOf(strapi, 'cellCounts') }),
  tiles: ({ strapi }: Wiring) => {
    const tiles = createTileRepository(readsOf(strapi));
    const encoding = keepAnswer(() => tiles.canEncode(), {
      keepMs: Infinity,
      now: () => new Date(),
    });
    return createTilesService({
      tiles,
      cells: serviceOf(strapi, 'cellCounts'),
      canEncode: async () => (await encoding()).value,
    });
  },
};

export const readingControllers = {
  features: ({ strapi }: Wiring): FeaturesController =>
    createFeaturesController({
      questions: serviceOf(strapi, 'questions'),
      features: serviceOf(strapi, 'features'),
      versions: serviceOf(strapi, 'versions'),
      baseUrl: baseUrlOf(strapi),
    }),
  nearby: ({ strapi }: Wiring): NearbyController =>
    createNearbyController({
      questions: serviceOf(strapi, 'questions'),
      nearby: serviceOf(strapi, 'nearby'),
      versions: serviceOf(strapi, 'versions'),
    }),
  counts: ({ strapi }: Wiring): CountsController =>
    createCountsController({
      questions: serviceOf(strapi, 'questions'),
      counts: serviceOf(strapi, 'counts'),
      versions: serviceOf(strapi, 'versions'),
    }),
  cells: ({ strapi }: Wiring): CellsController =>
    createCellsController({
      questions: serviceOf(strapi, 'questions'),
      grid: serviceOf(strapi, 'grid'),
      clusters: serviceOf(strapi, 'clusters'),
      versions: serviceOf(strapi, 'versions'),
      kept: serviceOf(strapi, 'keptAnswers'),
    }),
  tiles: ({ strapi }: Wiring): TilesController =>
    createTilesController({
      questions: serviceOf(strapi, 'questions'),
      tiles: serviceOf(strapi, 'tiles'),
      versions: serviceOf(strapi, 'versions'),
      kept: serviceOf(strapi, 'keptAnswers'),
      baseUrl: baseUrlOf(strapi),
    }),
};

/** Endpoints that anonymous reads reach by the lane: the path below the collection, and the action. */
const LANE: readonly (readonly [path: string, controller: string, action: string])[] = [
  ['', 'features', 'find'],
  ['/nearby', 'nearby', 'find'],
  ['/count', 'counts', 'count'],
  ['/facets', 'counts', 'facets'],
  ['/grid', 'cells', 'grid'],
  ['/clusters', 'cells', 'clusters'],
  ['/tiles.json', 'tiles', 'describe'],
  ['/tiles/:z/:x/:y.mvt', 'tiles', 'find'],
];

type Handler = (ctx: GeoContext) => Promise<void>;

/** The controllers are looked up when they are first asked: the lane is made before they can be. */
export const laneEndpoints = (strapi: Core.Strapi): LaneEndpoint[] =>
  LANE.map(([path, controller, action]) => ({
    path,
    action: `plugin::geo.${controller}.${action}`,
    handle: (ctx) => {
      // Strapi types its registry of controllers loosely; these are the ones made above.
      const handlers = strapi.plugin('geo').controller(controller) as unknown as Record<
        string,
        Handler | undefined
      >;
      const handle = handlers[action];
      if (!handle) throw new Error(`There is no action ${controller}.${action}`);
      return handle(ctx);
    },
  }));
