import type { Core } from '@strapi/strapi';
import bootstrap from './bootstrap';
import config from './config';
import { contentTypes } from './content-types/import-profile';
import { createLinksController } from './controllers/links';
import { createOverviewController } from './controllers/overview';
import { createRunsController } from './controllers/runs';
import { register } from './register';
import { linkRoutes } from './routes/links';
import { panelRoutes } from './routes/panel';
import { runRoutes } from './routes/runs';
import { services } from './services';
import type { LinkDecisions } from './services/link-decisions';
import type { Overview } from './services/overview';
import type { RunControl } from './services/run-control';

const controllers = {
  links: ({ strapi }: { strapi: Core.Strapi }) =>
    createLinksController(strapi.plugin('importer').service<LinkDecisions>('decisions')),
  overview: ({ strapi }: { strapi: Core.Strapi }) =>
    createOverviewController(strapi.plugin('importer').service<Overview>('overview')),
  runs: ({ strapi }: { strapi: Core.Strapi }) =>
    createRunsController(strapi.plugin('importer').service<RunControl>('control')),
};

const routes = {
  'content-api': { type: 'content-api', routes: [...runRoutes, ...linkRoutes] },
  admin: { type: 'admin', routes: panelRoutes },
};

export default { config, register, services, contentTypes, controllers, routes, bootstrap };
