import config from './config';
import { panelRoutes } from './routes/panel';
import { services } from './services';
import { controllers } from './wire-http';

export default {
  config,
  services,
  controllers,
  routes: { admin: { type: 'admin', routes: panelRoutes } },
};
