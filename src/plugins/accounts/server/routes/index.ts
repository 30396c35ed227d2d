import { accountAdminRoutes } from './account-admin';

export const routes = {
  admin: { type: 'admin', routes: accountAdminRoutes },
};
