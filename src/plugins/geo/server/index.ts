import type { Core } from '@strapi/strapi';
import { createCursorSigner } from '../../../lib/signed-cursor';
import { createFeaturesController, type FeaturesController } from './controllers/features';
import { createLane } from './middlewares/lane';
import { register } from './register';
import { createFeatureRepository } from './repositories/features';
import { createGeometryColumnRepository } from './repositories/geometry-columns';
import { createPolygonRepository } from './repositories/polygons';
import { createPostgisRepository } from './repositories/postgis';
import { featuresRoutes } from './routes/features';
import { createCollectionsService, type CollectionsService } from './services/collections';
import { createFeaturesService, type FeaturesService } from './services/features';
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

const routes = { 'content-api': { type: 'content-api', routes: featuresRoutes } };

export default { register, services, controllers, middlewares, routes };
