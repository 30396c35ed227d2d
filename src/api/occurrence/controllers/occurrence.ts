import { factories } from '@strapi/strapi';
import type { Core } from '@strapi/strapi';
import type { Context, Next } from 'koa';
import { z } from 'zod';
import { parseInput } from '../../../lib/parse-input';
import { duplicates } from '../duplicates';

export default ({ strapi }: { strapi: Core.Strapi }) => {
  const core = factories.createCoreController('api::occurrence.occurrence')({ strapi });
  const findAll = core.find.bind(core);

  return Object.assign(core, {
    find(ctx: Context, next: Next) {
      parseInput(z.looseObject({ duplicates }), ctx.query);
      return findAll(ctx, next);
    },
  });
};
