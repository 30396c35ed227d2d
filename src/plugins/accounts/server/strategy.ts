import { errors } from '@strapi/utils';
import type { ParameterizedContext } from 'koa';
import { principalOf, type UserPrincipal } from '../contract/principal';
import { hasRefusedCredentials } from './controllers/request-credentials';
import { notSignedIn } from './errors/sessions';
import type { AbilitiesService, Ability } from './services/abilities';

interface Granted {
  authenticated: true;
  credentials: UserPrincipal | null;
  ability: Ability;
}
interface Refused {
  authenticated: false;
}

const PUBLIC_ROLE = 'public';

/**
 * The strategy of the REST API: who asks was found out by the credentials middleware, what they may
 * do is said by the role. Failures are thrown, never answered as "not signed in".
 */
export function createStrategy({ abilities }: { abilities: () => AbilitiesService }) {
  return {
    name: 'accounts',

    async authenticate(ctx: ParameterizedContext): Promise<Granted | Refused> {
      const principal = principalOf(ctx);
      const user = principal.kind === 'user' ? principal : null;
      if (hasRefusedCredentials(ctx)) throw notSignedIn();
      // A token that nobody knew is no anonymous request: its sender believes to be signed in.
      if (!user && ctx.get('Authorization') !== '') return { authenticated: false };
      const ability = await abilities().of(user ? user.role : PUBLIC_ROLE);
      if (!ability) return { authenticated: false };
      return { authenticated: true, credentials: user, ability };
    },

    /** @throws UnauthorizedError, ForbiddenError which Strapi turns into 401 and 403. */
    verify(
      { credentials, ability }: { credentials: UserPrincipal | null; ability: Ability },
      { scope }: { scope?: string | string[] },
    ): void {
      if (!scope) {
        if (!credentials) throw new errors.UnauthorizedError();
        return;
      }
      const actions = Array.isArray(scope) ? scope : [scope];
      if (actions.every((action) => ability.can(action))) return;
      throw credentials ? new errors.ForbiddenError() : new errors.UnauthorizedError();
    },
  };
}
