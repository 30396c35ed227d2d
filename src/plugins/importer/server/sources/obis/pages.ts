import { readText, isFields } from '../../domain/read-value';
import type { SourcePage, SourceRecord } from '../source';
import type { ObisClient } from './client';
import { errorsOf, NAME_NOT_FOUND, type ObisEnvelope } from './envelope';
import { ObisAnswerFailure } from './failures';
import { occurrencePageUrl, type ObisParameters } from './query';

export interface PageOptions {
  baseUrl: string;
  pageSize: number;
  parameters: ObisParameters;
  signal: AbortSignal;
}

const idOf = (value: unknown) => (isFields(value) ? readText(value.id) : null);

/** Whether every record has an id above the one before: only then may a run stop within the page. */
function isInOrder(ids: (string | null)[], after: string | null): ids is string[] {
  let previous = after ?? '';
  for (const id of ids) {
    if (id === null || id <= previous) return false;
    previous = id;
  }
  return true;
}

/** The cursor behind a page. @throws when it is not behind the one asked with: the page came again. */
function cursorBehind(envelope: ObisEnvelope, after: string | null): string | null {
  const ids = envelope.results.map(idOf).filter((id) => id !== null);
  const cursor = ids.at(-1) ?? null;
  if (envelope.results.length > 0 && (cursor === null || cursor <= (after ?? ''))) {
    throw new ObisAnswerFailure(
      'cursor-stands-still',
      `OBIS sent a page that does not lead past ${after ?? 'the start'}`,
    );
  }
  return cursor;
}

function toRecords(results: unknown[], after: string | null): SourceRecord[] {
  const ids = results.map(idOf);
  const canStopWithin = isInOrder(ids, after);
  return results.map((value, index) => ({
    value,
    resumeAt: canStopWithin ? (ids[index] ?? null) : null,
  }));
}

function warningsOf(envelope: ObisEnvelope): SourcePage['warnings'] {
  return [...new Set(errorsOf(envelope))].map((error) => ({
    code: error === NAME_NOT_FOUND ? 'name-not-found' : 'provider-error',
    detail:
      error === NAME_NOT_FOUND
        ? 'OBIS does not know some of the names or ids that were asked for'
        : `OBIS sent records together with an error: ${error}`,
    isLossy: true,
  }));
}

function refuseUnknownName(envelope: ObisEnvelope): void {
  if (envelope.results.length > 0 || errorsOf(envelope).length === 0) return;
  throw new ObisAnswerFailure(
    'name-not-found',
    'OBIS does not know any of the names or ids that were asked for',
  );
}

/**
 * The pages of a question, in the order of their ids, from behind `after` to the empty page. Neither
 * `total` nor a short page is an end; only nothing is.
 */
export async function* occurrencePages(
  client: ObisClient,
  { baseUrl, pageSize, parameters, signal }: PageOptions,
  after: string | null,
): AsyncGenerator<SourcePage, void, void> {
  for (let cursor = after; ; ) {
    const url = occurrencePageUrl(baseUrl, parameters, { size: pageSize, after: cursor });
    const asked = cursor;
    const envelope = await client.getEnvelope(
      url,
      (page) => void cursorBehind(page, asked),
      signal,
    );
    if (asked === null) refuseUnknownName(envelope);
    const behind = cursorBehind(envelope, asked);
    if (behind === null) return;
    yield {
      records: toRecords(envelope.results, asked),
      cursor: behind,
      expected: envelope.total ?? null,
      warnings: warningsOf(envelope),
    };
    cursor = behind;
  }
}
