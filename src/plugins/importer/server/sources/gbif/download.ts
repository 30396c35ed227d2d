import { rm } from 'node:fs/promises';
import { z } from 'zod';
import { HttpFailure } from '../../../../../lib/http-client/failure';
import type { PostClient } from '../../../../../lib/http-client/post-json';
import { withRetries, type RetryPolicy } from '../../../../../lib/http-client/retry';
import { sourceFailed } from '../../errors';
import { archivePages } from '../archive/pages';
import type { FetchFile, FileSettings } from '../archive/create-file-source';
import { openFiles } from '../archive/open-files';
import { readMeta } from '../archive/read-meta';
import { readText } from '../archive/read-text';
import type { SourcePage } from '../source';
import type { GbifClient } from './client';
import { fromDownloadRow } from './download-row';
import { decideOnFailure } from './failures';
import { predicateOf } from './predicate';
import type { GbifParameters } from './query';

export interface DownloadSettings {
  baseUrl: string;
  /** Between two looks at a download that GBIF is making. */
  pollSeconds: number;
  files: FileSettings;
}

export interface DownloadDependencies {
  /** `null` where no account is set. */
  poster: PostClient | null;
  client: GbifClient;
  fetchFile: FetchFile;
  policy: RetryPolicy;
}

/** Where a run stands: which download, and how far its table is read. */
const position = z.strictObject({ download: z.string(), at: z.string().nullable() });
type Position = z.infer<typeof position>;

const downloadState = z.looseObject({
  status: z.string(),
  doi: z.string().nullish(),
  totalRecords: z.number().int().min(0).nullish(),
});
type DownloadState = z.infer<typeof downloadState>;

/** Its own states of waiting; `SUCCEEDED` is the end, and anything else is one without a file. */
const WAITING = ['PREPARING', 'RUNNING', 'SUSPENDED'];
/** GBIF makes large downloads in hours. */
const LONGEST_WAIT_MS = 24 * 3600 * 1000;
const KEY = /^\d{7,}-\d+$/;

/** Whether a run stands in a download. */
export const isInDownload = (cursor: string | null) => cursor?.startsWith('{"download"') ?? false;

interface DownloadQuestion {
  parameters: GbifParameters;
  taxonKeys: string[];
  signal: AbortSignal;
  pageSize: number;
}

/** Records of GBIF by its download API (account needed): asked for, waited for, fetched, read. */
export function createDownloads(settings: DownloadSettings, dependencies: DownloadDependencies) {
  const { poster, client, fetchFile, policy } = dependencies;
  const address = `${settings.baseUrl.replace(/\/$/, '')}/v1/occurrence/download`;

  async function request({ parameters, taxonKeys, signal }: DownloadQuestion): Promise<string> {
    if (!poster) {
      const detail = 'A download needs an account at GBIF: set GBIF_USER and GBIF_PASSWORD';
      throw sourceFailed('account-missing', detail, undefined);
    }
    const predicate = predicateOf(parameters, taxonKeys);
    const body = { sendNotification: false, format: 'DWCA', predicate };
    const answer = await withRetries(() => poster.postJson(`${address}/request`, body, signal), {
      policy,
      decide: decideOnFailure,
      signal,
    });
    const key = answer.trim();
    if (KEY.test(key)) return key;
    throw new HttpFailure('The answer is no key of a download', {
      kind: 'unreadable',
      status: 200,
    });
  }

  async function wait(key: string, signal: AbortSignal): Promise<DownloadState> {
    const pollMs = settings.pollSeconds * 1000;
    for (let waitedMs = 0; waitedMs < LONGEST_WAIT_MS; waitedMs += pollMs) {
      const state = await client.get(`${address}/${key}`, downloadState, { signal });
      if (state.status === 'SUCCEEDED') return state;
      if (!WAITING.includes(state.status)) {
        const detail = `GBIF ended the download ${key} as ${state.status}: start the import anew`;
        throw sourceFailed('download-ended', detail, undefined);
      }
      await policy.sleep(pollMs, signal);
      signal.throwIfAborted();
    }
    throw sourceFailed('download-late', `GBIF is still making the download ${key}`, undefined);
  }

  async function* read(
    key: string,
    at: string | null,
    { signal, pageSize }: DownloadQuestion,
  ): AsyncGenerator<SourcePage, void, void> {
    const { path, folder } = await fetchFile(`${address}/request/${key}.zip`, signal);
    try {
      const files = await openFiles(path, settings.files);
      try {
        const { core, ...described } = readMeta(await readText(files, 'meta.xml'));
        // What publishers wrote stands in an extension of its own; the search does not give it either.
        const shape = { ...described, core, extensions: [] };
        yield* archivePages({ files, shape, dataset: null }, at, { pageSize, signal });
      } finally {
        files.close();
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  const cursorAt = (place: Position) => JSON.stringify(place);

  /** The pages of a download, begun or gone on with. */
  async function* pages(
    question: DownloadQuestion,
    cursor: string | null,
  ): AsyncGenerator<SourcePage, void, void> {
    const { signal } = question;
    const known = isInDownload(cursor) ? position.parse(JSON.parse(cursor ?? '')) : null;
    const key = known?.download ?? (await request(question));
    // Kept before the wait: whoever goes on after it was cut short asks for no second download.
    if (!known) {
      const place = cursorAt({ download: key, at: null });
      yield { records: [], cursor: place, expected: null, warnings: [] };
    }
    const { doi, totalRecords } = await wait(key, signal);
    let rows = 0;
    let at = known?.at ?? null;
    for await (const page of read(key, known?.at ?? null, question)) {
      rows += page.records.length;
      at = page.cursor;
      const records = page.records.map(({ value, resumeAt }) => ({
        value: fromDownloadRow(value as Record<string, unknown>),
        resumeAt: resumeAt === null ? null : cursorAt({ download: key, at: resumeAt }),
      }));
      const expected = totalRecords ?? page.expected;
      yield { ...page, records, expected, cursor: cursorAt({ download: key, at }) };
    }
    yield {
      records: [],
      cursor: cursorAt({ download: key, at }),
      expected: totalRecords ?? null,
      warnings: endingOf({ key, doi, totalRecords, rows: known?.at ? null : rows }),
    };
  }

  return { pages, hasAccount: poster !== null };
}

interface Ended {
  key: string;
  doi?: string | null;
  totalRecords?: number | null;
  /** `null` where the table was not read from its beginning. */
  rows: number | null;
}

/** How to cite the download, and whether it brought what it said. */
function endingOf({ key, doi, totalRecords, rows }: Ended): SourcePage['warnings'] {
  const cited = doi ? [{ code: 'citation', detail: citationOf(doi), isLossy: false }] : [];
  if (rows === null || !totalRecords || rows >= totalRecords) return cited;
  const detail = `The download ${key} holds ${rows} of ${totalRecords} records`;
  return [...cited, { code: 'download-short', detail, isLossy: true }];
}

const citationOf = (doi: string) =>
  `Cite as: GBIF.org, GBIF Occurrence Download, https://doi.org/${doi}`;

export type Downloads = ReturnType<typeof createDownloads>;
