import { exchangeRoutes } from '../../../plugins/exchange/contract/routes';
import { personFilters } from '../exchange/person-columns';

export default {
  routes: exchangeRoutes({ name: 'users', filters: personFilters, invites: true }),
};
