import { lines } from '../../archives';
import { makeZip } from '../../zip';
import {
  jsonAnswer,
  type ReplayAnswer,
  type ReplayProvider,
  type ReplayRequest,
} from '../exchange';
import type { GbifFields } from './provider';

const PLACE = '/v1/occurrence/download';
/** What GBIF says of a download, look after look. */
const STATES = ['PREPARING', 'RUNNING', 'RUNNING'];

const fieldText = (value: unknown) =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** The archive of a download: as many columns as its records have fields. */
export function downloadArchive(records: GbifFields[]): Buffer {
  const columns = [...new Set(records.flatMap((fields) => Object.keys(fields)))];
  const fields = columns.map(
    (term, index) => `<field index="${index}" term="http://rs.tdwg.org/dwc/terms/${term}"/>`,
  );
  const meta = `<archive xmlns="http://rs.tdwg.org/dwc/text/" metadata="metadata.xml">
    <core encoding="utf-8" fieldsTerminatedBy="\\t" linesTerminatedBy="\\n" fieldsEnclosedBy="" ignoreHeaderLines="1" rowType="http://rs.tdwg.org/dwc/terms/Occurrence">
    <files><location>occurrence.txt</location></files><id index="0"/>${fields.join('')}</core></archive>`;
  const rows = records.map((record) => columns.map((name) => fieldText(record[name])));
  return makeZip([
    { name: 'meta.xml', content: meta },
    { name: 'occurrence.txt', content: lines(columns, ...rows) },
  ]);
}

interface MadeDownload {
  key: string;
  looks: number;
}

/**
 * The download API of GBIF for one account and one question: who asks for the same again within two
 * days gets the download that is there (https://github.com/gbif/portal-feedback/issues/6212).
 */
export function createGbifDownloads(recordsNow: () => GbifFields[]) {
  let made: MadeDownload[] = [];
  let asked = 0;
  let isFresh = false;

  function request(): ReplayAnswer {
    asked += 1;
    if (!isFresh) made.push({ key: `00000${made.length + 11}-250827131500795`, looks: 0 });
    isFresh = true;
    return { status: 201, contentType: 'text/plain', body: made.at(-1)?.key ?? '' };
  }

  function look(download: MadeDownload): ReplayAnswer {
    const status = STATES[download.looks] ?? 'SUCCEEDED';
    download.looks += 1;
    const totalRecords = recordsNow().length;
    return jsonAnswer({ key: download.key, status, totalRecords, doi: '10.15468/dl.compos' });
  }

  const provider: ReplayProvider = {
    name: 'gbif-downloads',
    answer({ method, path }: ReplayRequest) {
      if (!path.startsWith(`${PLACE}/`)) return null;
      if (method === 'POST' && path === `${PLACE}/request`) return request();
      const [, isArchive, key] = /^\/(request\/)?([\d-]+)(?:\.zip)?$/.exec(path.slice(PLACE.length)) ?? []; // prettier-ignore
      const download = made.find((item) => item.key === key);
      if (!download) return null;
      if (!isArchive) return look(download);
      return { status: 200, contentType: 'application/zip', body: downloadArchive(recordsNow()) };
    },
  };

  return {
    provider,
    /** How often a download was asked for, and how many were made of it. */
    counts: () => ({ asked, made: made.length }),
    /** Time has passed: what is asked for next is made anew. */
    forget(): void {
      made = [];
      asked = 0;
      isFresh = false;
    },
  };
}
