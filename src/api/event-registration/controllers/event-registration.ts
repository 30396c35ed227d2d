import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { z } from 'zod';
import { parseInput } from '../../../lib/parse-input';
import { principalOf, type UserPrincipal } from '../../../plugins/accounts/contract/principal';
import { notSignedIn } from '../errors';
import type { RegistrationService } from '../services/event-registration';

const UID = 'api::event-registration.event-registration';

type RegistrationContext = Context & { params: { id: string }; request: { body?: unknown } };

const nothing = z.strictObject({});

/** Neither a query nor a body says anything here. */
function requirePerson(ctx: RegistrationContext): UserPrincipal {
  parseInput(nothing, ctx.query);
  parseInput(nothing, ctx.request.body ?? {}, 'body');
  const principal = principalOf(ctx);
  if (principal.kind !== 'user') throw notSignedIn();
  return principal;
}

/** `/api/events/:id/registration`, of who is signed in. */
export default ({ strapi }: { strapi: Core.Strapi }) => {
  // Strapi types the services of content types by what its own have.
  const service = () => strapi.service(UID) as unknown as RegistrationService;

  return {
    async register(ctx: RegistrationContext): Promise<void> {
      const made = await service().register(requirePerson(ctx), ctx.params.id);
      ctx.status = 201;
      ctx.body = { data: made };
    },

    async cancel(ctx: RegistrationContext): Promise<void> {
      await service().cancel(requirePerson(ctx), ctx.params.id);
      ctx.status = 204;
    },
  };
};
