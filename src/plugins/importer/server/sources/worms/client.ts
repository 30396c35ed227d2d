import { z } from 'zod';
import { decideOnHttpFailure } from '../../../../../lib/http-client/decide-on-failure';
import { HttpFailure } from '../../../../../lib/http-client/failure';
import type { JsonClient } from '../../../../../lib/http-client/get-json';
import type { PacedLine } from '../../../../../lib/http-client/paced-line';
import { withRetries, type RetryPolicy } from '../../../../../lib/http-client/retry';
import { isFields, readText } from '../../domain/read-value';
import { toStorable } from '../../domain/storable-json';
import { readWormsRecord, type WormsMatch, type WormsRecord } from '../../domain/worms-record';
import { sourceFailed } from '../../errors';

/** WoRMS takes no more names or ids at once. */
export const BATCH_SIZE = 50;
const NO_CONTENT = 204;

export interface Vernacular {
  name: string;
  language: string | null;
}

/** The register, as far as names are asked for. Nothing found is an answer, never a failure. */
export interface WormsClient {
  /** The records of at most 50 AphiaIDs, in any order; those it does not know are missing. */
  recordsByIds(ids: number[], signal: AbortSignal): Promise<WormsRecord[]>;
  /** For each of at most 50 names, in their order, what may be meant. */
  matchNames(names: string[], signal: AbortSignal): Promise<WormsMatch[][]>;
  /** The ids that were changed between two instants, some at a time, from a position counted from 1. */
  changedIds(
    span: { since: Date; until: Date; offset: number },
    signal: AbortSignal,
  ): Promise<number[]>;
  vernaculars(aphiaId: number, signal: AbortSignal): Promise<Vernacular[]>;
}

interface WormsDependencies {
  baseUrl: string;
  http: JsonClient;
  line: PacedLine;
  policy: RetryPolicy;
}

const list = z.array(z.unknown());
const listOfLists = z.array(z.array(z.unknown()).nullable());

function explain(error: unknown): unknown {
  if (!(error instanceof HttpFailure) || error.kind === 'aborted') return error;
  return sourceFailed(`names-${error.kind}`, `WoRMS: ${error.message}`, error);
}

const readAll = (values: unknown[]) => values.map(readWormsRecord).filter((item) => item !== null);

const toVernacular = (value: unknown): Vernacular | null => {
  const name = isFields(value) ? readText(value.vernacular) : null;
  if (!isFields(value) || name === null) return null;
  return { name, language: readText(value.language_code) };
};

/** The one client of WoRMS, which blocks whoever sends more than 180 requests in 10 seconds. */
export function createWormsClient({ baseUrl, http, line, policy }: WormsDependencies): WormsClient {
  const base = baseUrl.replace(/\/$/, '');
  const decide = (error: unknown) =>
    error instanceof HttpFailure ? decideOnHttpFailure(error) : ('give-up' as const);

  async function getBody<Schema extends z.ZodType>(
    url: string,
    schema: Schema,
    signal: AbortSignal,
  ): Promise<z.infer<Schema> | null> {
    try {
      const parsed = schema.safeParse(toStorable(await http.getJson(url, signal)));
      if (parsed.success) return parsed.data;
    } catch (error) {
      // 204 without a body is how WoRMS says that there is nothing.
      if (error instanceof HttpFailure && error.status === NO_CONTENT) return null;
      throw error;
    }
    throw new HttpFailure('The answer is not what WoRMS gives', {
      kind: 'unreadable',
      status: 200,
    });
  }

  async function get<Schema extends z.ZodType>(
    path: string,
    schema: Schema,
    { query, signal }: { query: [string, string][]; signal: AbortSignal },
  ): Promise<z.infer<Schema> | null> {
    const search = new URLSearchParams(query).toString();
    const url = `${base}/${path}${search ? `?${search}` : ''}`;
    const attempt = () => getBody(url, schema, signal);
    try {
      return await line.run(() => withRetries(attempt, { policy, decide, signal }), signal);
    } catch (error) {
      throw explain(error);
    }
  }

  return {
    async recordsByIds(ids, signal) {
      const query = ids.map((id): [string, string] => ['aphiaids[]', String(id)]);
      return readAll((await get('AphiaRecordsByAphiaIDs', list, { query, signal })) ?? []);
    },

    async matchNames(names, signal) {
      const query = names.map((name): [string, string] => ['scientificnames[]', name]);
      // What does not live in the sea must be known as such, too.
      query.push(['marine_only', 'false']);
      const found = await get('AphiaRecordsByMatchNames', listOfLists, { query, signal });
      if (found === null) return names.map(() => []);
      if (found.length === names.length) return found.map((matches) => readAll(matches ?? []));
      const detail = `WoRMS answered ${found.length} of ${names.length} names`;
      throw sourceFailed('names-out-of-step', detail, null);
    },

    async changedIds({ since, until, offset }, signal) {
      const query: [string, string][] = [
        ['startdate', since.toISOString()],
        ['enddate', until.toISOString()],
        ['marine_only', 'false'],
        ['offset', String(offset)],
      ];
      const found = (await get('AphiaRecordsByDate', list, { query, signal })) ?? [];
      return readAll(found).map(({ aphiaId }) => aphiaId);
    },

    async vernaculars(aphiaId, signal) {
      const path = `AphiaVernacularsByAphiaID/${aphiaId}`;
      const found = (await get(path, list, { query: [], signal })) ?? [];
      return found.map(toVernacular).filter((item) => item !== null);
    },
  };
}
