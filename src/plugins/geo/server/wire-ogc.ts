import type { Core } from '@strapi/strapi';
import { createOgcDocumentsController } from './controllers/ogc-documents';
import { createOgcItemsController } from './controllers/ogc-items';
import { readsOf } from './readings';
import { createItemRepository } from './repositories/items';
import { createGeometryValidityRepository } from './repositories/geometry-validity';
import { createConditionsService } from './services/conditions';
import { createOgcItemsService } from './services/ogc-items';

interface Wiring {
  strapi: Core.Strapi;
}

const serviceOf = <Service extends object>(strapi: Core.Strapi, name: string): Service =>
  strapi.plugin('geo').service<Service>(name);

/** The public address of the landing page. */
function rootOf(strapi: Core.Strapi): string {
  const prefix = strapi.config.get<string>('api.rest.prefix', '/api');
  return new URL(`${prefix}/ogc`, strapi.config.get<string>('server.url')).href;
}

export const ogcServices = {
  ogcItems: ({ strapi }: Wiring) => {
    const validity = createGeometryValidityRepository(readsOf(strapi));
    return createOgcItemsService({
      collections: serviceOf(strapi, 'collections'),
      questions: serviceOf(strapi, 'questions'),
      features: serviceOf(strapi, 'features'),
      conditions: createConditionsService({
        isValidPolygon: (geometry) => validity.isValid(geometry),
      }),
      items: createItemRepository(readsOf(strapi)),
    });
  },
};

export const ogcControllers = {
  ogcDocuments: ({ strapi }: Wiring) =>
    createOgcDocumentsController({
      collections: serviceOf(strapi, 'collections'),
      root: rootOf(strapi),
    }),

  ogcItems: ({ strapi }: Wiring) =>
    createOgcItemsController({
      items: serviceOf(strapi, 'ogcItems'),
      versions: serviceOf(strapi, 'versions'),
      root: rootOf(strapi),
      now: () => new Date(),
    }),
};
