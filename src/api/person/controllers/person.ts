import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { z } from 'zod';
import { isNoneMatchOf } from '../../../lib/http/entity-tag';
import { parseInput } from '../../../lib/parse-input';
import { actingPersonOf } from '../../../plugins/accounts/contract/acting-person';
import { principalOf } from '../../../plugins/accounts/contract/principal';
import type { PersonAnswer } from '../person-administration';
import { personListQuery, personPatch, personToCreate } from '../person-fields';
import type { PersonService } from '../services/person';

type PersonContext = Context & { params: Record<string, string>; request: { body?: unknown } };

const noQuery = z.strictObject({});

function bodyOf<Schema extends z.ZodType>(ctx: PersonContext, schema: Schema): z.infer<Schema> {
  parseInput(noQuery, ctx.query);
  return parseInput(schema, ctx.request.body, 'body');
}

const idOf = (ctx: PersonContext) => ctx.params['id'] ?? '';
const ifMatchOf = (ctx: PersonContext) => ctx.get('If-Match') || undefined;

function answer(ctx: PersonContext, { text, etag }: PersonAnswer): void {
  ctx.set('ETag', etag);
  ctx.set('Cache-Control', 'private, no-cache');
  ctx.vary('Authorization');
  ctx.vary('Cookie');
  ctx.type = 'application/json';
  ctx.body = text;
}

/** `/api/admin/users`: what administrators see of people and do to them. */
export default ({ strapi }: { strapi: Core.Strapi }) => {
  const service = () => strapi.service('api::person.person') as unknown as PersonService;

  return {
    async find(ctx: PersonContext): Promise<void> {
      const query = parseInput(personListQuery, ctx.query);
      const principal = principalOf(ctx);
      const role = principal.kind === 'user' ? principal.role : principal.kind;
      const { people, total, nextCursor } = await service().list.find(query, role);
      ctx.set('Cache-Control', 'no-store');
      ctx.body = { data: people, meta: { limit: query.limit, total, nextCursor } };
    },

    async findOne(ctx: PersonContext): Promise<void> {
      parseInput(noQuery, ctx.query);
      const found = await service().administration.read(idOf(ctx));
      answer(ctx, found);
      if (isNoneMatchOf(ctx.get('If-None-Match'), found.etag)) ctx.status = 304;
    },

    async create(ctx: PersonContext): Promise<void> {
      const wanted = bodyOf(ctx, personToCreate);
      const made = await service().administration.create(wanted, actingPersonOf(ctx));
      ctx.status = 201;
      ctx.set('Location', `${ctx.path}/${made.id}`);
      answer(ctx, made);
    },

    async update(ctx: PersonContext): Promise<void> {
      const patch = bodyOf(ctx, personPatch);
      const request = { patch, ifMatch: ifMatchOf(ctx), by: actingPersonOf(ctx) };
      answer(ctx, await service().administration.update(idOf(ctx), request));
    },

    async remove(ctx: PersonContext): Promise<void> {
      parseInput(noQuery, ctx.query);
      const request = { ifMatch: ifMatchOf(ctx), by: actingPersonOf(ctx) };
      await service().administration.remove(idOf(ctx), request);
      ctx.status = 204;
    },
  };
};
