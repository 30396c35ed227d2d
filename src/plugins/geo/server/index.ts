import type { Core } from '@strapi/strapi';
import { createCursorSigner } from '../../../lib/signed-cursor';
import { withinTransaction } from '../../../lib/within-transaction';
import { createFeaturesController, type FeaturesController } from './controllers/features';
import { createLane } from './middlewares/lane';
import config, { type GeoConfig } from './config';
import { createMapSettingsController } from './controllers/map-settings';
import { register } from './register';
import { createFeatureRepository } from './repositories/features';
import { createGeometryColumnRepository } from './repositories/geometry-columns';
import { createPolygonRepository } from './repositories/polygons';
import { createPostgisRepository } from './repositories/postgis';
import { createGeometryValidityRepository } from './repositories/geometry-validity';
import { featuresRoutes } from './routes/features';
import { mapSettingsRoutes } from './routes/map-settings';
import { createCollectionsService, type CollectionsService } from './services/collections';
import { createFeaturesService, type FeaturesService } from './services/features';
import { createGeometryCheckService } from './services/geometry-check';
import { createGeometrySchemaService } from './services/geometry-schema';
import { createQuestionsService, type QuestionsService } from './services/questions';
import { createPublicAccessService, type PublicAccessService } from './services/public-access';

interface Wiring {
  strapi: Core.Strapi;
}

const FIND_ACTION = 'plugin::geo.features.find';

const apiPath = (strapi: Core.Strapi): string =>
  `${strapi.config.get<string>('api.rest.prefix', '/api')}/geo`;

/** Strapi types its registry of controllers loosely; this is the one made below. */
const featuresControllerOf = (strapi: Core.Strapi): FeaturesController =>
  strapi.plugin('geo').controller('features') as unknown as FeaturesController;

const collectionsOf = (strapi: Core.Strapi) =>
  strapi.plugin('geo').service<CollectionsService>('collections');

const publicAccessOf = (strapi: Core.Strapi) =>
  strapi.plugin('geo').service<PublicAccessService>('publicAccess');

const services = {
  collections: () => createCollectionsService(),

  geometrySchema: ({ strapi }: Wiring) =>
    createGeometrySchemaService({
      postgis: createPostgisRepository(strapi.db.connection),
      columns: createGeometryColumnRepository(strapi.db.connection),
      inTransaction: (work) =>
        strapi.db.connection.transaction((trx) => work(createGeometryColumnRepository(trx))),
    }),

  geometryCheck: ({ strapi }: Wiring) =>
    createGeometryCheckService({
      // The write that it is about may be part of a transaction, which others then wait for.
      findInvalidPlace: (geometry) =>
        withinTransaction(strapi, (trx) =>
          createGeometryValidityRepository(trx).findInvalidPlace(geometry),
        ),
    }),

  features: ({ strapi }: Wiring) =>
    createFeaturesService({
      features: createFeatureRepository(strapi.db.connection),
      cursors: createCursorSigner(strapi.config.get<string[]>('server.app.keys'), 'geo.features'),
    }),

  questions: ({ strapi }: Wiring) => {
    const polygons = createPolygonRepository(strapi.db.connection);
    return createQuestionsService({
      collections: collectionsOf(strapi),
      isValidPolygon: (geometry) => polygons.isValid(geometry),
    });
  },

  publicAccess: ({ strapi }: Wiring) =>
    createPublicAccessService({
      isAllowed: async () =>
        (await strapi.db
          .query('plugin::users-permissions.permission')
          .count({ where: { action: FIND_ACTION, role: { type: 'public' } } })) > 0,
      now: () => performance.now(),
    }),
};

const controllers = {
  mapSettings: ({ strapi }: Wiring) =>
    createMapSettingsController({
      tiles: strapi.config.get<GeoConfig>('plugin::geo').tiles,
      positions: () => collectionsOf(strapi).positions(),
    }),

  features: ({ strapi }: Wiring) =>
    createFeaturesController({
      questions: strapi.plugin('geo').service<QuestionsService>('questions'),
      features: strapi.plugin('geo').service<FeaturesService>('features'),
      baseUrl: new URL(apiPath(strapi), strapi.config.get<string>('server.url')).href,
    }),
};

const middlewares = {
  /** Made before the services can be, so it looks them up when the first request comes. */
  lane: (_config: unknown, { strapi }: Wiring) =>
    createLane({
      prefix: `${apiPath(strapi)}/`,
      hasCollection: (name) => collectionsOf(strapi).find(name) !== undefined,
      mayAnyoneRead: () => publicAccessOf(strapi).mayRead(),
      find: (ctx) => featuresControllerOf(strapi).find(ctx),
    }),
};

const routes = {
  'content-api': { type: 'content-api', routes: featuresRoutes },
  admin: { type: 'admin', routes: mapSettingsRoutes },
};

export default { config, register, services, controllers, middlewares, routes };
