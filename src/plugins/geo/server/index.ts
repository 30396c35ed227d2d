import type { Core } from '@strapi/strapi';
import { createCursorSigner } from '../../../lib/signed-cursor';
import { createFeaturesController, type FeaturesController } from './controllers/features';
import { createLane } from './middlewares/lane';
import { register } from './register';
import { createFeatureRepository } from './repositories/features';
import { createGeometryColumnRepository } from './repositories/geometry-columns';
import { createPostgisRepository } from './repositories/postgis';
import { featuresRoutes } from './routes/features';
import { createCollectionsService } from './services/collections';
import { createFeaturesService } from './services/features';
import { createGeometrySchemaService } from './services/geometry-schema';
import { createPublicAccessService } from './services/public-access';

interface Wiring {
  strapi: Core.Strapi;
}

const FIND_ACTION = 'plugin::geo.features.find';

const apiPath = (strapi: Core.Strapi): string =>
  `${strapi.config.get<string>('api.rest.prefix', '/api')}/geo`;

/** Strapi types its registry of controllers loosely; this is the one made below. */
const featuresControllerOf = (strapi: Core.Strapi): FeaturesController =>
  strapi.plugin('geo').controller('features') as unknown as FeaturesController;

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
      collections: strapi.plugin('geo').service('collections'),
      features: createFeatureRepository(strapi.db.connection),
      cursors: createCursorSigner(strapi.config.get<string[]>('server.app.keys'), 'geo.features'),
    }),

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
      features: strapi.plugin('geo').service('features'),
      baseUrl: new URL(apiPath(strapi), strapi.config.get<string>('server.url')).href,
    }),
};

const middlewares = {
  /** Made before the services can be, so it looks them up when the first request comes. */
  lane: (_config: unknown, { strapi }: Wiring) =>
    createLane({
      prefix: `${apiPath(strapi)}/`,
      hasCollection: (name) => strapi.plugin('geo').service('collections').find(name) !== undefined,
      mayAnyoneRead: () => strapi.plugin('geo').service('publicAccess').mayRead(),
      find: (ctx) => featuresControllerOf(strapi).find(ctx),
    }),
};

const routes = { 'content-api': { type: 'content-api', routes: featuresRoutes } };

export default { register, services, controllers, middlewares, routes };
