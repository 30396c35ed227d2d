import type { Core } from '@strapi/strapi';
import { eventExchange } from './event/exchange-kind';
import { createGroupExchange } from './group/exchange-kind';
import type { MembershipSets } from './group-membership/services/membership-sets';
import { createPersonExchange } from './person/exchange-kind';
import { DEFAULT_ROLE } from './profile/people-keeper';
import { resourceExchange } from './resource/exchange-kind';
import type { AccountDirectory } from '../plugins/accounts/contract/account-directory';
import type { DocumentKinds } from '../plugins/exchange/contract/document-kind';
import type { ExchangeKinds } from '../plugins/exchange/contract/kind';

/** Declares what leaves and comes in as CSV. Call it in `register`. */
export function registerExchanges(strapi: Core.Strapi): void {
  const memberships = () =>
    strapi.service('api::group-membership.membership-sets') as unknown as MembershipSets;
  const exchange = strapi.plugin('exchange');
  exchange.service<ExchangeKinds>('kinds').register(
    createPersonExchange({
      db: () => strapi.db.connection,
      directory: () => strapi.plugin('accounts').service<AccountDirectory>('accountDirectory'),
      memberships,
      defaultRole: DEFAULT_ROLE,
    }),
  );
  const documents = exchange.service<DocumentKinds>('documentKinds');
  documents.register(createGroupExchange({ memberships }));
  documents.register(eventExchange);
  documents.register(resourceExchange);
}
