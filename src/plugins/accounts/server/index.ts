import { bootstrap } from './bootstrap';
import config from './config';
import { contentTypes } from './content-types';
import { destroy } from './destroy';
import { throttleMiddlewares } from './middlewares';
import { register } from './register';
import { accountAdminRoutes } from './routes/account-admin';
import { sessionRoutes } from './routes/sessions';
import { services } from './services';
import { accountAdminControllers } from './wire-account-admin';
import { sessionControllers, sessionMiddlewares } from './wire-http';

const controllers = {
  ...accountAdminControllers,
  ...sessionControllers,
};

const middlewares = {
  ...sessionMiddlewares,
  ...throttleMiddlewares,
};

const routes = {
  'content-api': {
    type: 'content-api',
    routes: [...sessionRoutes],
  },
  admin: { type: 'admin', routes: accountAdminRoutes },
};

export default {
  config,
  register,
  bootstrap,
  destroy,
  services,
  contentTypes,
  controllers,
  middlewares,
  routes,
};
