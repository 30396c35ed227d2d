import { exchangeRoutes } from '../../../plugins/exchange/contract/routes';

export default { routes: exchangeRoutes({ name: 'events', invites: false }) };
