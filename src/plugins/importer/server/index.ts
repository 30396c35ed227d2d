import type { Core } from '@strapi/strapi';
import bootstrap from './bootstrap';
import config from './config';
import { contentTypes } from './content-types/import-profile';
import { createRunsController } from './controllers/runs';
import { register } from './register';
import { runRoutes } from './routes/runs';
import { services } from './services';
import type { RunControl } from './services/run-control';

const controllers = {
  runs: ({ strapi }: { strapi: Core.Strapi }) =>
    createRunsController(strapi.plugin('importer').service<RunControl>('control')),
};

const routes = { 'content-api': { type: 'content-api', routes: runRoutes } };

export default { config, register, services, contentTypes, controllers, routes, bootstrap };
