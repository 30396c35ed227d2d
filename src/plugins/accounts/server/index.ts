import { bootstrap } from './bootstrap';
import config from './config';
import { contentTypes } from './content-types';
import { destroy } from './destroy';
import { throttleMiddlewares } from './middlewares';
import { register } from './register';
import { accountAdminRoutes } from './routes/account-admin';
import { passwordRoutes } from './routes/passwords';
import { sessionRoutes } from './routes/sessions';
import { signInRoutes } from './routes/sign-in';
import { services } from './services';
import { accountAdminControllers } from './wire-account-admin';
import { socketServices } from './wire-socket-door';
import { sessionControllers, sessionMiddlewares } from './wire-http';
import { passwordControllers } from './wire-password-http';
import { ownAccountRouter, signInControllers } from './wire-sign-in-http';

const controllers = {
  ...accountAdminControllers,
  ...sessionControllers,
  ...signInControllers,
  ...passwordControllers,
};

const middlewares = {
  ...sessionMiddlewares,
  ...throttleMiddlewares,
};

const routes = {
  'content-api': {
    type: 'content-api',
    routes: [...sessionRoutes, ...signInRoutes, ...passwordRoutes],
  },
  admin: { type: 'admin', routes: accountAdminRoutes },
  'own-account': ownAccountRouter,
};

export default {
  config,
  register,
  bootstrap,
  destroy,
  services: { ...services, ...socketServices },
  contentTypes,
  controllers,
  middlewares,
  routes,
};
