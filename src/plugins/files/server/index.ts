import type { Core } from '@strapi/strapi';
import config from './config';
import { createStoredFilesController } from './controllers/stored-files';
import { createUploadsController } from './controllers/uploads';
import { createPanelInspection } from './middlewares/panel-inspection';
import { register } from './register';
import { uploadRoutes } from './routes/uploads';
import { configOf, services } from './services';
import type { Inspector } from './services/inspector';
import type { Judge } from './services/judge';
import type { LocalFiles } from './services/local-files';
import type { UploadsService } from './services/uploads';

interface Wiring {
  strapi: Core.Strapi;
}

const controllers = {
  uploads: ({ strapi }: Wiring) =>
    createUploadsController({
      uploads: strapi.plugin('files').service<UploadsService>('uploads'),
      maxBytes: configOf(strapi).maxBytes,
    }),

  storedFiles: ({ strapi }: Wiring) =>
    createStoredFilesController({
      localFiles: strapi.plugin('files').service<LocalFiles>('localFiles'),
      now: () => new Date(),
    }),
};

const middlewares = {
  'panel-inspection': (_config: unknown, { strapi }: Wiring) =>
    createPanelInspection({ judge: () => strapi.plugin('files').service<Judge>('judge') }),
};

const routes = { 'content-api': { type: 'content-api', routes: uploadRoutes } };

/** Ends the processes that look into files. */
function destroy({ strapi }: Wiring): void {
  strapi.plugin('files').service<Inspector>('inspector').stop();
}

export default { config, register, destroy, services, controllers, middlewares, routes };
