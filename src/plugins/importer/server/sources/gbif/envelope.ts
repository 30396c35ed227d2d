import { z } from 'zod';
import { HttpFailure } from '../../../../../lib/http-client/failure';

/** What wraps every list of GBIF's search. */
export const gbifEnvelope = z.looseObject({
  offset: z.number().int().min(0),
  endOfRecords: z.boolean(),
  count: z.number().int().min(0),
  results: z.array(z.unknown()),
  /** Never seen of GBIF; a gateway before it may answer so with a 200. */
  error: z.union([z.string(), z.array(z.unknown())]).nullish(),
});

/** The error that rides on an answer, in words; `null` when there is none. */
export function errorOf({ error }: GbifEnvelope): string | null {
  const text = Array.isArray(error) ? error.map(String).join(', ') : error;
  return text ? text : null;
}

export type GbifEnvelope = z.infer<typeof gbifEnvelope>;

/** What GBIF makes of a name. `matchType` first: its confidence is 100 for no match, too. */
export const gbifMatch = z.looseObject({
  usage: z.looseObject({ key: z.coerce.string() }).nullish(),
  acceptedUsage: z.looseObject({ key: z.coerce.string() }).nullish(),
  diagnostics: z.looseObject({ matchType: z.string() }),
});

/** Reads an answer. @throws HttpFailure `unreadable`, which is worth another try. */
export function readAnswer<Schema extends z.ZodType>(
  schema: Schema,
  body: unknown,
): z.infer<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new HttpFailure('The answer is not what GBIF gives', { kind: 'unreadable', status: 200 });
}
