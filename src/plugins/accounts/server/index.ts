import config from './config';
import { contentTypes } from './content-types';
import { destroy } from './destroy';
import { throttleMiddlewares } from './middlewares';
import { register } from './register';
import { passwordRoutes } from './routes/passwords';
import { sessionRoutes } from './routes/sessions';
import { services } from './services';
import { sessionControllers, sessionMiddlewares } from './wire-http';
import { passwordControllers } from './wire-password-http';

const controllers = {
  ...sessionControllers,
  ...passwordControllers,
};

const middlewares = {
  ...sessionMiddlewares,
  ...throttleMiddlewares,
};

const routes = {
  'content-api': {
    type: 'content-api',
    routes: [...sessionRoutes, ...passwordRoutes],
  },
};

export default {
  config,
  register,
  destroy,
  services,
  contentTypes,
  controllers,
  middlewares,
  routes,
};
