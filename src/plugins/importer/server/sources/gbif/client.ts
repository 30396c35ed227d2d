import type { z } from 'zod';
import type { JsonClient } from '../../../../../lib/http-client/get-json';
import type { PacedLine } from '../../../../../lib/http-client/paced-line';
import { withRetries, type RetryPolicy } from '../../../../../lib/http-client/retry';
import { readAnswer } from './envelope';
import { decideOnFailure } from './failures';

export interface GbifClient {
  /** An answer of this shape that `accept` did not refuse. Retries what is worth it, then throws. */
  get<Schema extends z.ZodType>(
    url: string,
    schema: Schema,
    options: { signal: AbortSignal; accept?: (answer: z.infer<Schema>) => void },
  ): Promise<z.infer<Schema>>;
}

/**
 * The one client of GBIF: one request after another at an even pace, which it wants of applications;
 * when it says 429 all of them wait as long as it says.
 */
export function createGbifClient(
  http: JsonClient,
  line: PacedLine,
  policy: RetryPolicy,
): GbifClient {
  return {
    get: (url, schema, { signal, accept }) =>
      line.run(
        () =>
          withRetries(
            async () => {
              const answer = readAnswer(schema, await http.getJson(url, signal));
              accept?.(answer);
              return answer;
            },
            { policy, decide: decideOnFailure, signal },
          ),
        signal,
      ),
  };
}
