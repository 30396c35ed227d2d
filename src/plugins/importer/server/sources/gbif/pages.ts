import { z } from 'zod';
import { boxOfArea } from '../area';
import type { SourcePage } from '../source';
import type { GbifClient } from './client';
import { isFields } from '../../domain/read-value';
import { errorOf, gbifEnvelope, type GbifEnvelope } from './envelope';
import { GbifAnswerFailure } from './failures';
import { gbifPart, splitByArea, splitByTime, type GbifPart } from './parts';
import { searchUrl, type GbifParameters } from './query';

/** GBIF refuses to page further into one question. */
const MAX_RECORDS = 100_000;

export interface PageOptions {
  baseUrl: string;
  pageSize: number;
  parameters: GbifParameters;
  taxonKeys: string[];
  signal: AbortSignal;
  lastYear: number;
  /** Of records in one question; GBIF's own limit, smaller in tests. */
  maxRecords?: number;
}

/**
 * Where a run stands: the parts still to read, the current one last, how far that is read, and what
 * its first page counted; `null` where nothing of it is read, or a run stopped before this was kept.
 */
const position = z.strictObject({
  parts: z.array(gbifPart),
  offset: z.number().int().min(0),
  count: z.number().int().min(0).nullable().default(null),
});

type Position = z.infer<typeof position>;
type Warnings = SourcePage['warnings'];

const START: Position = { parts: [{}], offset: 0, count: null };

function createReader(client: GbifClient, options: PageOptions) {
  const { baseUrl, parameters, taxonKeys, signal } = options;

  let before: { part: GbifPart; offset: number; first: unknown } | null = null;

  /** The records of the page before under another number: whoever reads on would miss the others. */
  function refuseRepeated(part: GbifPart, { offset, results }: GbifEnvelope): void {
    const [first] = results;
    const key = isFields(first) ? first.key : undefined;
    const isSame = before?.part === part && key !== undefined && before.first === key;
    if (before && isSame && before.offset !== offset) {
      const detail = `GBIF sent the page at ${before.offset} once more as the one at ${offset}`;
      throw new GbifAnswerFailure('wrong-page', detail);
    }
    before = { part, offset, first: key };
  }

  /** A page of a part; never another one than was asked for, never an empty one before the end. */
  function page(part: GbifPart, offset: number, limit: number): Promise<GbifEnvelope> {
    const url = searchUrl(baseUrl, parameters, { part, taxonKeys, limit, offset });
    return client.get(url, gbifEnvelope, {
      signal,
      accept(answer) {
        if (answer.offset !== offset) {
          const detail = `GBIF sent the page at ${answer.offset}, not the one at ${offset}`;
          throw new GbifAnswerFailure('wrong-page', detail);
        }
        const error = errorOf(answer);
        if (error !== null && answer.results.length === 0) {
          throw new GbifAnswerFailure('error-in-answer', `GBIF answers with an error: ${error}`);
        }
        refuseRepeated(part, answer);
        const isMoreToCome = !answer.endOfRecords && answer.count > offset;
        if (limit > 0 && answer.results.length === 0 && isMoreToCome) {
          throw new GbifAnswerFailure('empty-page', `GBIF sent nothing at ${offset}`);
        }
      },
    });
  }

  return { page, count: async (part: GbifPart) => (await page(part, 0, 0)).count };
}

/** Where the whole question lies, as far as it says. */
const wholeBoxOf = ({ bbox, area }: GbifParameters) =>
  bbox ?? (area === undefined ? undefined : boxOfArea(area));

type Reader = ReturnType<typeof createReader>;

interface Split {
  parts: GbifPart[];
  warnings: Warnings;
}

const lossy = (code: string, detail: string): Warnings[number] => ({ code, detail, isLossy: true });

/**
 * Cuts a part that is too large: by time, where the pieces hold as much as the whole, else by area,
 * which reaches the records without a date, too.
 */
async function split(
  reader: Reader,
  part: GbifPart,
  { count, options }: { count: number; options: PageOptions },
): Promise<Split | null> {
  const ways = [
    splitByTime(part, options.lastYear),
    splitByArea(part, wholeBoxOf(options.parameters)),
  ].filter((pieces) => pieces !== null);
  let best: { parts: GbifPart[]; sum: number } | null = null;
  for (const pieces of ways) {
    const counts: number[] = [];
    for (const piece of pieces) counts.push(await reader.count(piece));
    const sum = counts.reduce((total, item) => total + item, 0);
    const parts = pieces.filter((_, index) => (counts[index] ?? 0) > 0);
    if (sum >= count) return { parts, warnings: [] };
    if (!best || sum > best.sum) best = { parts, sum };
  }
  // Whoever reads it as it is gets further than by parts that hold less.
  const { maxRecords = MAX_RECORDS } = options;
  if (!best || best.sum < maxRecords) return null;
  const detail = `${count - best.sum} of ${count} records are in no part of ${JSON.stringify(part)}`;
  return { parts: best.parts, warnings: [lossy('parts-short', detail)] };
}

/**
 * Pages go by number: when records come or go between two of them, others slip over the edge of the
 * page and are not read, though GBIF has them.
 */
function movedOf(part: GbifPart, first: number | null, { count }: GbifEnvelope): Warnings {
  if (first === null || first === count) return [];
  const detail = `GBIF counted ${first} records of ${JSON.stringify(part)} at first and others later: some may be missed`;
  return [lossy('part-moved', detail)];
}

/** How many records a question has. */
export const countRecords = (client: GbifClient, options: PageOptions): Promise<number> =>
  createReader(client, options).count({});

/**
 * The pages of a question, part by part. A part that ends before its own count, and one that cannot
 * be cut small enough, are said in a warning, which makes the run partial.
 */
export async function* searchPages(
  client: GbifClient,
  options: PageOptions,
  cursor: string | null,
): AsyncGenerator<SourcePage, void, void> {
  const { pageSize, maxRecords = MAX_RECORDS } = options;
  const reader = createReader(client, options);
  let { parts, offset, count } = cursor === null ? START : position.parse(JSON.parse(cursor));
  let expected: number | null = null;
  let warnings: Warnings = [];

  for (let part = parts.at(-1); part; part = parts.at(-1)) {
    const limit = Math.min(pageSize, maxRecords - offset);
    const answer = await reader.page(part, offset, limit);
    if (cursor === null) expected ??= answer.count;
    const others = parts.slice(0, -1);
    const isTooLarge = offset === 0 && answer.count > maxRecords;
    const pieces = isTooLarge ? await split(reader, part, { count: answer.count, options }) : null;
    if (pieces) {
      parts = [...others, ...pieces.parts.toReversed()];
      warnings = [...warnings, ...pieces.warnings];
      continue;
    }
    const error = errorOf(answer);
    if (error !== null) {
      const detail = `GBIF sent records together with an error: ${error}`;
      warnings = [...warnings, lossy('provider-error', detail)];
    }
    warnings = [...warnings, ...movedOf(part, count, answer)];
    const readSoFar = offset + answer.results.length;
    const isEnd = answer.endOfRecords || readSoFar >= maxRecords;
    if (isEnd && readSoFar < answer.count) {
      const detail = `GBIF gave ${readSoFar} of ${answer.count} records of ${JSON.stringify(part)}`;
      warnings = [...warnings, lossy('part-short', detail)];
    }
    parts = isEnd ? others : parts;
    offset = isEnd ? 0 : readSoFar;
    count = isEnd ? null : (count ?? answer.count);
    yield {
      records: answer.results.map((value) => ({ value, resumeAt: null })),
      cursor: JSON.stringify({ parts, offset, count }),
      expected,
      warnings,
    };
    warnings = [];
  }
  // Said also where nothing was left to read after it.
  if (warnings.length > 0) {
    yield { records: [], cursor: JSON.stringify({ parts, offset, count }), expected, warnings };
  }
}
