import { readdirSync } from 'node:fs';
import { createJsonClient, type JsonClient } from '../../src/lib/http-client/get-json';
import { HttpFailure } from '../../src/lib/http-client/failure';
import { findRejections } from '../../src/plugins/importer/server/checks/storable';
import { isFields } from '../../src/plugins/importer/server/domain/read-value';
import { readWormsRecord } from '../../src/plugins/importer/server/domain/worms-record';
import {
  gbifEnvelope,
  gbifMatch,
  readAnswer,
} from '../../src/plugins/importer/server/sources/gbif/envelope';
import { decideOnFailure } from '../../src/plugins/importer/server/sources/gbif/failures';
import { mapGbifDataset } from '../../src/plugins/importer/server/sources/gbif/map-dataset';
import { mapGbifOccurrence } from '../../src/plugins/importer/server/sources/gbif/map-occurrence';
import { errorsOf, obisEnvelope } from '../../src/plugins/importer/server/sources/obis/envelope';
import { mapObisDataset } from '../../src/plugins/importer/server/sources/obis/map-dataset';
import { mapObisOccurrence } from '../../src/plugins/importer/server/sources/obis/map-occurrence';
import type { MappedRecord } from '../../src/plugins/importer/server/sources/source';
import { readInteractions, type Interaction } from '../support/replay-server/recorded';
import { startReplayServer } from '../support/replay-server/server';

const folder = process.env.RECORDINGS_DIR;
const withRecordings = folder ? describe : describe.skip;
if (!folder) {
  process.stderr.write(
    'RECORDINGS_DIR is not set: the table of recorded answers is not checked.\n',
  );
}

type Fields = Record<string, unknown>;

/** How many of what an answer holds, as the importer reads it. */
type Reader = (body: unknown) => string;

const fieldsOf = (values: unknown[]) => values.filter(isFields);

function occurrences(results: unknown[], map: (fields: Fields) => MappedRecord): string {
  const mapped = fieldsOf(results).map(map);
  const kept = mapped.filter(({ record }) => findRejections(record).length === 0);
  const drift = [...new Set(mapped.flatMap((item) => item.drift))];
  if (mapped.length !== results.length) throw new Error('A record is no object');
  return [`${kept.length} of ${mapped.length} occurrences`, ...drift].join(', ');
}

function datasets(results: unknown[], map: (value: unknown) => unknown): string {
  return `${results.map(map).filter((dataset) => dataset !== null).length} datasets`;
}

const obis =
  (read: (results: unknown[]) => string): Reader =>
  (body) => {
    const envelope = obisEnvelope.parse(body);
    const errors = errorsOf(envelope);
    return [read(envelope.results), ...errors].join(', ');
  };

const search: Reader = (body) => {
  const { results, count, offset } = readAnswer(gbifEnvelope, body);
  return results.length === 0 && count > offset
    ? 'a count'
    : occurrences(results, mapGbifOccurrence);
};

const worms: Reader = (body) => {
  const items = [body].flat(2);
  const records = items.filter((item) => isFields(item) && 'lsid' in item);
  const read = records.map(readWormsRecord).filter((record) => record !== null);
  if (read.length !== records.length) throw new Error('A record of WoRMS was not read');
  return records.length > 0 ? `${records.length} names` : 'no records';
};

/** What is asked, by path; anything that no reader is for must be in the last rows. */
const READERS: [RegExp, Reader][] = [
  [/^\/v3\/occurrence(\/[0-9a-f-]{36})?$/, obis((r) => occurrences(r, mapObisOccurrence))],
  [/^\/v3\/occurrence\/point\//, obis((r) => occurrences(r, mapObisOccurrence))],
  [/^\/v3\/dataset/, obis((r) => datasets(r, mapObisDataset))],
  [/^\/v3\/(taxon\/(?!complete)|checklist|node)/, obis((r) => `${r.length} of a list`)],
  [/^\/v1\/occurrence\/search$/, search],
  [/^\/v1\/occurrence\/\d+$/, (body) => occurrences([body], mapGbifOccurrence)],
  [/^\/v1\/dataset$/, (body) => datasets((body as { results: unknown[] }).results, mapGbifDataset)],
  [/^\/v2\/species\/match$/, (body) => readAnswer(gbifMatch, body).diagnostics.matchType],
  [/^\/rest\//, worms],
  // Not asked by an import: read as JSON only.
  [/^\/v3\/(occurrence\/(grid|points|tile|centroid)|taxon\/complete)/, () => 'other'],
  [/^\/v1\/(network|species|enumeration|observations|occurrence\/)/, () => 'other'],
];

function failureOf(error: unknown): string {
  if (!(error instanceof HttpFailure)) throw error;
  const { kind, status, retryAfterMs } = error;
  if (status === 204) return 'nothing';
  const decision = decideOnFailure(error);
  const what = kind === 'status' ? String(status) : kind;
  if (decision === 'give-up') return `${what}: given up`;
  return `${what}: again${retryAfterMs === undefined ? '' : ` after ${retryAfterMs / 1000} s`}`;
}

async function outcomeOf({ url }: Interaction, address: string, http: JsonClient): Promise<string> {
  const reader = READERS.find(([pattern]) => pattern.test(new URL(url).pathname))?.[1];
  if (!reader) throw new Error(`Nobody reads ${url}`);
  const body = await http
    .getJson(address, new AbortController().signal)
    .catch((error: unknown) => ({ isFailure: failureOf(error) }));
  return isFields(body) && 'isFailure' in body ? String(body.isFailure) : reader(body);
}

/** Every answer of a file over HTTP, and what the importer makes of it, counted. */
async function outcomesOf(file: string): Promise<Record<string, number>> {
  const interactions = readInteractions(folder ?? '', file).filter(
    ({ method }) => method === 'GET',
  );
  const replay = await startReplayServer({
    providers: [
      {
        name: 'by number',
        answer({ path }) {
          const found = interactions[Number(path.slice(1))];
          if (!found) return null;
          const retryAfter = found.headers['retry-after'];
          const { status, body, bodyText = '' } = found;
          return {
            status,
            contentType: 'application/json',
            body: body === undefined ? bodyText : JSON.stringify(body),
            ...(retryAfter && { headers: { 'retry-after': retryAfter } }),
          };
        },
      },
    ],
  });
  const http = createJsonClient({
    userAgent: 'test',
    timeoutMs: 20_000,
    maxBytes: 1e8,
    now: Date.now,
  });
  const counts: Record<string, number> = {};
  try {
    for (const [index, interaction] of interactions.entries()) {
      const outcome = await outcomeOf(interaction, `${replay.url}/${index}`, http);
      counts[outcome] = (counts[outcome] ?? 0) + 1;
    }
  } finally {
    await replay.close();
  }
  return counts;
}

const TABLE: Record<string, Record<string, number>> = {
  // The states of downloads and a table of fields; the citation is a text.
  'gbif-v1-download-lifecycle.json': { other: 8, 'unreadable: again': 1 },
  'gbif-v1-errors-and-429-sequence.json': {
    'a count': 88,
    '0 of 0 occurrences': 12,
    '429: again after 31 s': 5,
    '429: again after 3 s': 2,
    '400: given up': 13,
    '404: given up': 5,
    '401: given up': 1,
    '403: given up': 1,
  },
  'gbif-v1-occurrence-search-marine-forams-2025.json': { '177 of 177 occurrences': 1 },
  'gbif-v1-registry-match-facets-single-record.json': {
    'a count': 6,
    '1 of 1 occurrences': 1,
    '2 of 2 occurrences': 1,
    '1 datasets': 1,
    '3 datasets': 1,
    EXACT: 2,
    '400: given up': 1,
    other: 6,
  },
  // The list says that it holds 245.
  'obis-v3-dataset.json': { '244 datasets': 1, '9 datasets': 1, '1 datasets': 2 },
  // The tile in pieces is no JSON.
  'obis-v3-grid-points-tile-centroid.json': {
    '0 of 0 occurrences': 2,
    other: 5,
    'unreadable: again': 1,
  },
  'obis-v3-misc-and-older.json': {
    '1 of 1 occurrences': 7,
    // In 2020 OBIS wrote its flags so.
    '1 of 1 occurrences, flag:no_depth': 2,
    '2 of 2 occurrences': 3,
    '2 of 2 occurrences, flag:no_depth': 1,
    '0 of a list': 2,
    '1 of a list': 6,
    '4 of a list': 1,
    other: 1,
  },
  'obis-v3-occurrence-gadus-mola.json': {
    '100 of 100 occurrences': 1,
    '1 of 1 occurrences': 1,
    other: 2,
  },
  'obis-v3-occurrence-unfiltered.json': {
    '100 of 100 occurrences': 1,
    '1 of 1 occurrences': 4,
    other: 1,
  },
  'worms-rest.json': {
    '50 names': 3,
    '19 names': 1,
    '6 names': 1,
    '5 names': 1,
    '4 names': 2,
    '2 names': 2,
    '1 names': 11,
    'no records': 21,
    nothing: 5,
  },
};

withRecordings('every recorded answer', () => {
  it('is in the table', () => {
    const files = readdirSync(folder ?? '').filter((name) => name.endsWith('.json'));
    expect(Object.keys(TABLE).sort()).toEqual(files.sort());
  });

  it.each(Object.entries(TABLE))('of %s is read for what it is', async (file, expected) => {
    expect(await outcomesOf(file)).toEqual(expected);
  });
});
