import { z } from 'zod';
import type { SourcePage } from '../source';
import type { GbifClient } from './client';
import { gbifEnvelope, type GbifEnvelope } from './envelope';
import { GbifAnswerFailure } from './failures';
import { gbifPart, splitByArea, splitByTime, type GbifPart } from './parts';
import { searchUrl, type GbifParameters } from './query';

/** GBIF refuses to page further into one question. */
const MAX_RECORDS = 100_000;

interface PageOptions {
  baseUrl: string;
  pageSize: number;
  parameters: GbifParameters;
  taxonKeys: string[];
  signal: AbortSignal;
  lastYear: number;
  /** Of records in one question; GBIF's own limit, smaller in tests. */
  maxRecords?: number;
}

/** Where a run stands: the parts still to read, the current one last, and how far that is read. */
const position = z.strictObject({ parts: z.array(gbifPart), offset: z.number().int().min(0) });

type Position = z.infer<typeof position>;
type Warnings = SourcePage['warnings'];

const START: Position = { parts: [{}], offset: 0 };

function createReader(client: GbifClient, options: PageOptions) {
  const { baseUrl, parameters, taxonKeys, signal } = options;

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
        const isMoreToCome = !answer.endOfRecords && answer.count > offset;
        if (limit > 0 && answer.results.length === 0 && isMoreToCome) {
          throw new GbifAnswerFailure('empty-page', `GBIF sent nothing at ${offset}`);
        }
      },
    });
  }

  return { page, count: async (part: GbifPart) => (await page(part, 0, 0)).count };
}

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
    splitByArea(part, options.parameters.bbox),
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
  if (!best) return null;
  const detail = `${count - best.sum} of ${count} records are in no part of ${JSON.stringify(part)}`;
  return { parts: best.parts, warnings: [lossy('parts-short', detail)] };
}

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
  let { parts, offset } = cursor === null ? START : position.parse(JSON.parse(cursor));
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
    const readSoFar = offset + answer.results.length;
    const isEnd = answer.endOfRecords || readSoFar >= maxRecords;
    if (isEnd && readSoFar < answer.count) {
      const detail = `GBIF gave ${readSoFar} of ${answer.count} records of ${JSON.stringify(part)}`;
      warnings = [...warnings, lossy('part-short', detail)];
    }
    parts = isEnd ? others : parts;
    offset = isEnd ? 0 : readSoFar;
    yield {
      records: answer.results.map((value) => ({ value, resumeAt: null })),
      cursor: JSON.stringify({ parts, offset }),
      expected,
      warnings,
    };
    warnings = [];
  }
}
