import type { Core } from '@strapi/strapi';
import { withinTransaction } from '../../../lib/within-transaction';
import type { GeoConfig } from './config';
import { createMapSettingsController } from './controllers/map-settings';
import { createGeometryValidityRepository } from './repositories/geometry-validity';
import { mapSettingsRoutes } from './routes/map-settings';
import type { CollectionsService } from './services/collections';
import { createGeometryCheckService } from './services/geometry-check';
import { positionsOf } from './domain/map-attributes';

interface Wiring {
  strapi: Core.Strapi;
}

export const mapFieldServices = {
  geometryCheck: ({ strapi }: Wiring) =>
    createGeometryCheckService({
      // The write that it is about may be part of a transaction, which others then wait for.
      findInvalidPlace: (geometry) =>
        withinTransaction(strapi, (trx) =>
          createGeometryValidityRepository(trx).findInvalidPlace(geometry),
        ),
    }),
};

export const mapFieldControllers = {
  mapSettings: ({ strapi }: Wiring) =>
    createMapSettingsController({
      tiles: strapi.config.get<GeoConfig>('plugin::geo').tiles,
      positions: () =>
        positionsOf(strapi.plugin('geo').service<CollectionsService>('collections').declared()),
    }),
};

/** The panel's own routes of the plugin. */
export const panelRoutes = { type: 'admin', routes: mapSettingsRoutes };
