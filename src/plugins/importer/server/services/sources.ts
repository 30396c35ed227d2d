import { createJsonClient } from '../../../../lib/http-client/get-json';
import { createPacedLine } from '../../../../lib/http-client/paced-line';
import { createFileClient } from '../../../../lib/http-client/get-file';
import { createPostClient } from '../../../../lib/http-client/post-json';
import type { RetryPolicy } from '../../../../lib/http-client/retry';
import type { ImporterConfig } from '../config';
import type { FindAreaFault } from '../sources/area';
import { createFetchFile } from '../sources/archive/fetch-file';
import { createCsvSource } from '../sources/csv';
import { createDwcaSource } from '../sources/dwca';
import { createDownloads } from '../sources/gbif/download';
import { createGbifSource } from '../sources/gbif';
import { createObisSource } from '../sources/obis';
import type { Source } from '../sources/source';
import { createWormsClient, type WormsClient } from '../sources/worms/client';

/** The largest answer taken from OBIS: its list of all datasets is about 30 MB. */
const MAX_OBIS_BYTES = 256 * 1024 * 1024;
/** 300 records with DNA sequences and measurements are some 10 MB. */
const MAX_GBIF_BYTES = 64 * 1024 * 1024;

/** 50 names with all that may be meant by each. */
const MAX_WORMS_BYTES = 16 * 1024 * 1024;

export interface SourcesWiring {
  config: ImporterConfig;
  /** Of the application, for the user agent. */
  version: string;
  random: RetryPolicy['random'];
  sleep: RetryPolicy['sleep'];
  now: () => Date;
  findAreaFault: FindAreaFault;
}

export interface Sources {
  obis: Source;
  gbif: Source;
  dwca: Source;
  csv: Source;
  worms: WormsClient;
}

/** Every provider, each with a client of its own pace, limits and retries. */
export function createSources(wiring: SourcesWiring): Sources {
  const { config, version, random, sleep, now, findAreaFault } = wiring;
  const { contact, retry, obis, gbif, worms, files } = config;
  const nowMs = () => now().getTime();
  const clientFor = ({ timeoutSeconds }: { timeoutSeconds: number }, maxBytes: number) =>
    createJsonClient({
      userAgent: `Shoal/${version} (+${contact})`,
      timeoutMs: timeoutSeconds * 1000,
      maxBytes,
      now: nowMs,
    });
  const policy = { ...retry, random, sleep };
  // Real time for the pace: the clock of the records may stand still in a test.
  const lineFor = (minIntervalMs: number) =>
    createPacedLine({ minIntervalMs, now: () => performance.now(), sleep });
  const fileClient = createFileClient({
    userAgent: `Shoal/${version} (+${contact})`,
    idleMs: files.timeoutSeconds * 1000,
    maxBytes: files.maxBytes,
    allowsPrivate: files.allowsPrivate,
    now: nowMs,
  });
  const fromFiles = { settings: files, fetchFile: createFetchFile(fileClient, policy) };
  const poster =
    gbif.account &&
    createPostClient({
      userAgent: `Shoal/${version} (+${contact})`,
      timeoutMs: gbif.timeoutSeconds * 1000,
      account: gbif.account,
      now: nowMs,
    });
  return {
    dwca: createDwcaSource(fromFiles),
    csv: createCsvSource(fromFiles),
    obis: createObisSource(obis, { http: clientFor(obis, MAX_OBIS_BYTES), policy, findAreaFault }),
    gbif: createGbifSource(gbif, {
      downloads: (client) =>
        createDownloads(
          { ...gbif, files },
          { poster, client, policy, fetchFile: fromFiles.fetchFile },
        ),
      http: clientFor(gbif, MAX_GBIF_BYTES),
      line: lineFor(gbif.minIntervalMs),
      policy,
      now,
      findAreaFault,
    }),
    worms: createWormsClient({
      baseUrl: worms.baseUrl,
      http: clientFor(worms, MAX_WORMS_BYTES),
      line: lineFor(worms.minIntervalMs),
      policy,
    }),
  };
}
