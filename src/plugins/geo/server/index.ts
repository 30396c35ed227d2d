import type { Core } from '@strapi/strapi';
import type { Middleware } from 'koa';
import { runForClient } from '../../../lib/client-presence';
import { withLease } from '../../../lib/sql/lease';
import { bootstrap } from './bootstrap';
import config from './config';
import { mapFieldControllers, mapFieldServices, panelRoutes } from './map-fields';
import { destroy } from './destroy';
import { createLane } from './middlewares/lane';
import { apiPath, laneEndpoints, readingControllers, readingServices, readsOf } from './readings';
import { register } from './register';
import { createCellDeltaRepository } from './repositories/cell-deltas';
import { createGeometryColumnRepository } from './repositories/geometry-columns';
import { createPostgisRepository } from './repositories/postgis';
import { createUpkeepRepository } from './repositories/upkeeps';
import { createVersionRepository } from './repositories/versions';
import { exportRoutes } from './routes/exports';
import { ogcRoutes } from './routes/ogc';
import { readingRoutes } from './routes/readings';
import { createCollectionsService, type CollectionsService } from './services/collections';
import { createFoldKeeper } from './services/fold-keeper';
import { createGeometrySchemaService } from './services/geometry-schema';
import { createPublicAccessService, type PublicAccessService } from './services/public-access';
import { createUpkeepsService } from './services/upkeeps';
import { createVersionsService } from './services/versions';
import { exportControllers, exportServices } from './wire-exports';
import { ogcControllers, ogcServices } from './wire-ogc';

interface Wiring {
  strapi: Core.Strapi;
}

const PERMISSIONS = 'plugin::users-permissions.permission';

const collectionsOf = (strapi: Core.Strapi) =>
  strapi.plugin('geo').service<CollectionsService>('collections');

const publicAccessOf = (strapi: Core.Strapi) =>
  strapi.plugin('geo').service<PublicAccessService>('publicAccess');

const services = {
  ...exportServices,
  ...ogcServices,

  collections: () => createCollectionsService(),

  geometrySchema: ({ strapi }: Wiring) =>
    createGeometrySchemaService({
      postgis: createPostgisRepository(strapi.db.connection),
      columns: createGeometryColumnRepository(strapi.db.connection),
      inTransaction: (work) =>
        strapi.db.connection.transaction((trx) => work(createGeometryColumnRepository(trx))),
    }),

  upkeeps: ({ strapi }: Wiring) =>
    createUpkeepsService({
      upkeeps: createUpkeepRepository(strapi.db.connection),
      inTransaction: (work) =>
        strapi.db.connection.transaction((trx) => work(createUpkeepRepository(trx))),
      alone: (work) => withLease(strapi.db.connection, { name: 'geo-upkeeps' }, work),
    }),

  foldKeeper: ({ strapi }: Wiring) =>
    createFoldKeeper({
      deltas: createCellDeltaRepository(readsOf(strapi), strapi.db.connection),
      report: (error) => strapi.log.warn(`The pyramid was not folded: ${String(error)}`),
    }),

  versions: ({ strapi }: Wiring) =>
    createVersionsService({
      versions: createVersionRepository(readsOf(strapi)),
      edition: () =>
        `${strapi.config.get<string>('info.version')}.${collectionsOf(strapi).edition()}`,
      now: () => new Date(),
    }),

  ...readingServices,
  ...mapFieldServices,

  publicAccess: ({ strapi }: Wiring) =>
    createPublicAccessService({
      readActions: async () => {
        const granted = await strapi.db
          .query(PERMISSIONS)
          .findMany({ select: ['action'], where: { role: { type: 'public' } } });
        return new Set(granted.map(({ action }: { action: string }) => action));
      },
      now: () => performance.now(),
    }),
};

const controllers = {
  ...readingControllers,
  ...exportControllers,
  ...ogcControllers,
  ...mapFieldControllers,
};

const middlewares = {
  /** Made before the services can be, so it looks them up when the first request comes. */
  lane: (_config: unknown, { strapi }: Wiring): Middleware => {
    const lane = createLane({
      prefix: `${apiPath(strapi)}/`,
      endpoints: laneEndpoints(strapi),
      hasCollection: (name) => collectionsOf(strapi).find(name) !== undefined,
      mayAnyone: (action) => publicAccessOf(strapi).mayAnyone(action),
    });
    // Whatever way a read goes from here, its statement ends when its client has gone.
    return (ctx, next) => runForClient(ctx, () => lane(ctx, next) as unknown);
  },
};

const routes = {
  /** Made when the app has declared its collections, whose filters are described with them. */
  'content-api': ({ strapi }: Wiring) => {
    const declared = collectionsOf(strapi).declared();
    return {
      type: 'content-api',
      routes: [...readingRoutes(declared), ...exportRoutes(declared), ...ogcRoutes],
    };
  },
  admin: panelRoutes,
};

export default {
  config,
  register,
  bootstrap,
  destroy,
  services,
  controllers,
  middlewares,
  routes,
};
