import type { JsonClient } from '../../../../../lib/http-client/get-json';
import { withRetries, type RetryPolicy } from '../../../../../lib/http-client/retry';
import { HttpFailure } from '../../../../../lib/http-client/failure';
import { errorsOf, NAME_NOT_FOUND, obisEnvelope, type ObisEnvelope } from './envelope';
import { decideOnFailure, ObisAnswerFailure } from './failures';

export interface ObisClient {
  /** An envelope whose results can be trusted. Retries what is worth it, then throws. */
  getEnvelope(
    url: string,
    accept: (envelope: ObisEnvelope) => void,
    signal: AbortSignal,
  ): Promise<ObisEnvelope>;
}

function parseEnvelope(body: unknown): ObisEnvelope {
  const parsed = obisEnvelope.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new HttpFailure('The answer is no OBIS envelope', { kind: 'unreadable', status: 200 });
}

/**
 * An answer with an error and nothing else is never "no more records": the name is unknown, or OBIS
 * is unwell and may answer the next time.
 */
function refuseEmptyError(envelope: ObisEnvelope): void {
  const errors = errorsOf(envelope);
  if (errors.length === 0 || envelope.results.length > 0) return;
  if (errors.every((error) => error === NAME_NOT_FOUND)) return;
  throw new ObisAnswerFailure(
    'error-in-answer',
    `OBIS answers with an error: ${errors.join(', ')}`,
  );
}

/** The one client of OBIS, which asks not to be asked in parallel: requests go one after another. */
export function createObisClient(http: JsonClient, policy: RetryPolicy): ObisClient {
  let last: Promise<unknown> = Promise.resolve();

  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined);
    return turn;
  };

  return {
    getEnvelope: (url, accept, signal) =>
      inTurn(() =>
        withRetries(
          async () => {
            const envelope = parseEnvelope(await http.getJson(url, signal));
            refuseEmptyError(envelope);
            accept(envelope);
            return envelope;
          },
          { policy, decide: decideOnFailure, signal },
        ),
      ),
  };
}
