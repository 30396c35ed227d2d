import config from './config';
import { contentTypes } from './content-types';
import { destroy } from './destroy';
import { middlewares } from './middlewares';
import { register } from './register';
import { sessionRoutes } from './routes/sessions';
import { services } from './services';
import { sessionControllers, sessionMiddlewares } from './wire-http';

const controllers = {
  ...sessionControllers,
};

const middlewares = {
  ...sessionMiddlewares,
};

const routes = {
  'content-api': {
    type: 'content-api',
    routes: [...sessionRoutes],
  },
};

export default {
  config,
  register,
  services,
  contentTypes,
  controllers,
  middlewares,
  routes,
};
export default { register, destroy, config, services, middlewares };
export default { config, register, services, contentTypes, controllers, middlewares, routes };
