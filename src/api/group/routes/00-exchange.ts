import { exchangeRoutes } from '../../../plugins/exchange/contract/routes';

export default { routes: exchangeRoutes({ name: 'groups', invites: false }) };
