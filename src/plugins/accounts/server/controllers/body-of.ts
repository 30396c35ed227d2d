import type { Context } from 'koa';
import { z } from 'zod';
import { parseInput } from '../../../../lib/parse-input';

export type BodyContext = Context & { request: { body?: unknown } };

const nothing = z.strictObject({});

/** Of calls that take no query. @throws Problem `invalid-query` when there is one. */
export function refuseQuery(ctx: Context): void {
  parseInput(nothing, ctx.query);
}

/** The body of a call that takes no query. @throws Problem that names every fault. */
export function bodyOf<Schema extends z.ZodType>(
  ctx: BodyContext,
  schema: Schema,
): z.infer<Schema> {
  refuseQuery(ctx);
  return parseInput(schema, ctx.request.body, 'body');
}
