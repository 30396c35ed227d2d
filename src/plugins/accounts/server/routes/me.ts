import { ownAccount, ownAccountPatch } from '../../contract/own-account';
import type { PeopleKeeper } from '../../contract/people';

const signedIn = { prefix: '' };

/** What a profile has is known once the application has said so. */
export const meRoutes = (keeper: PeopleKeeper) => [
  {
    method: 'GET' as const,
    path: '/users/me',
    handler: 'me.find',
    config: signedIn,
    response: ownAccount(keeper),
  },
  {
    method: 'PATCH' as const,
    path: '/users/me',
    handler: 'me.update',
    config: signedIn,
    request: { body: { 'application/json': ownAccountPatch(keeper) } },
    response: ownAccount(keeper),
  },
];
