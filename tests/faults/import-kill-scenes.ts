import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { DWC, HEADER, lines, metaXml, OCCURRENCES } from '../support/archives';
import { listed, REEF, sighting, sightings, SURVEY, TRACKS } from '../support/obis-datasets';
import type { GbifFields } from '../support/replay-server/gbif/provider';
import type { ObisFields } from '../support/replay-server/obis/pool';
import { createObisPool } from '../support/replay-server/obis/pool';
import type { ObisRecords } from '../support/replay-server/obis/provider';
import { makeZip } from '../support/zip';
import type { Errand, KillPoint } from './import-victim';

const TITLE = 'Sightings of the reef and around it';
const NEWER = '2025-07-01T00:00:00.000Z';
/** Under what makes a guard ask. */
const LOST_PART = 20;
/** Records of the reef that OBIS has only later, so that there is something new to link. */
const ONLY_LATER = 30;
const ARCHIVE = 'reef.zip';

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);
const placeOf = (n: number) => ({
  decimalLongitude: 4 + (n % 90) / 10,
  decimalLatitude: 55 + (n % 70) / 10,
});
const titled = (key: string, updated?: string) => ({
  ...listed(key, updated),
  ...(key === REEF && { title: TITLE }),
});
const placed = (records: ObisFields[]) =>
  records.map((record) => ({
    ...record,
    ...placeOf(Number(String(record.occurrenceID).slice(2))),
  }));

/** What the provider has at first, and what it has when the import that is killed reads it. */
export function obisStates(size: number): { before: ObisRecords; after: ObisRecords } {
  const lost = numbers(1, size).filter((n) => n % LOST_PART === 0);
  const before = createObisPool(
    placed([...sightings(REEF, size), ...sightings(SURVEY, size), ...sightings(TRACKS, 40)]),
    [REEF, SURVEY, TRACKS].map((key) => titled(key)),
  );
  const changed = placed(sightings(SURVEY, size, lost)).map((record, index) =>
    index % 3 === 0 ? { ...record, sex: 'female' } : record,
  );
  const added = numbers(41, size).map((n) => sighting(TRACKS, n));
  const after = createObisPool(
    [
      ...placed(sightings(REEF, size + ONLY_LATER, lost)),
      ...changed,
      ...placed([...sightings(TRACKS, 40), ...added]),
    ],
    [REEF, SURVEY, TRACKS].map((key) => titled(key, NEWER)),
  );
  return { before, after };
}

/** An archive of the same reef; records of it are those of OBIS. */
export function putArchive(inbox: string, size: number, isLater: boolean): void {
  const all = numbers(1, size + ONLY_LATER);
  const kept = all.filter((n) => (isLater ? n % LOST_PART !== 0 : n % 5 !== 1));
  const rows = kept.map((n) => {
    const { decimalLatitude, decimalLongitude } = placeOf(n);
    const date = isLater && n % 7 === 0 ? '2020-05-17T10:00:00Z' : '2020-05-17';
    return [`a:${n}`, 'Gadus morhua', String(decimalLatitude), String(decimalLongitude), date];
  });
  const eml = `<eml:eml xmlns:eml="eml://ecoinformatics.org/eml-2.1.1" packageId="reef/v${isLater ? 2 : 1}.0"><dataset><title>${TITLE}</title></dataset></eml:eml>`;
  const name = `<field index="5" default="urn:lsid:marinespecies.org:taxname:126436" term="${DWC}scientificNameID"/>`;
  writeFileSync(
    path.join(inbox, ARCHIVE),
    makeZip([
      { name: 'meta.xml', content: metaXml({ ...OCCURRENCES, fields: name }) },
      { name: 'eml.xml', content: eml },
      { name: 'occurrence.txt', content: lines(HEADER, ...rows), isPacked: true },
    ]),
  );
}

export const archiveStart = { source: 'dwca', parameters: { file: ARCHIVE } };

/** What GBIF calls the reef. */
const GBIF_REEF = '7b5d6a48-f762-11e1-a439-00145eb45e9a';

export const gbifDatasets = [{ key: GBIF_REEF, title: TITLE }];

/** The same records of the reef as GBIF has them. */
export function gbifRecords(size: number, isLater: boolean): GbifFields[] {
  return numbers(1, isLater ? size + ONLY_LATER : size)
    .filter((n) => !isLater || n % LOST_PART !== 0)
    .map((n) => ({
      ...{ gbifID: String(9000 + n), datasetKey: GBIF_REEF, occurrenceID: `a:${n}` },
      ...{ scientificName: 'Gadus morhua Linnaeus, 1758', basisOfRecord: 'HUMAN_OBSERVATION' },
      scientificNameID: 'urn:lsid:marinespecies.org:taxname:126436',
      ...placeOf(n),
      eventDate: isLater && n % 7 === 0 ? '2020-05-17T10:00:00' : '2020-05-17',
      issue: 'GEODETIC_DATUM_ASSUMED_WGS84',
    }));
}

export const downloadStart: Errand['start'] = {
  ...{ source: 'gbif', mode: 'full' },
  parameters: { datasetKeys: [GBIF_REEF], via: 'download' },
};

export interface Scene {
  start: Errand['start'];
  /** Where a run dies by its own hand. */
  points: Record<string, KillPoint>;
}

const FETCH_POINTS: Scene['points'] = {
  'before a fetch': { at: 'request', nth: 4 },
  'after a fetch': { at: 'response', nth: 4 },
};

const DOWNLOAD = '/v1/occurrence/download';

const DOWNLOAD_POINTS: Scene['points'] = {
  'before a download is asked for': { at: 'request', text: `${DOWNLOAD}/request`, nth: 1 },
  'when a download was promised': { at: 'response', text: `${DOWNLOAD}/request`, nth: 1 },
  'when its key is written down': { at: 'statement', text: 'COMMIT', nth: 2 },
  'when a download is awaited': { at: 'request', text: `${DOWNLOAD}/0`, nth: 2 },
  'when a download is ready': { at: 'response', text: `${DOWNLOAD}/0`, nth: 4 },
  'before its archive is fetched': { at: 'request', text: '.zip', nth: 1 },
  'while its archive is fetched': { at: 'response', text: '.zip', nth: 1 },
  'while its archive is read': { at: 'answered', text: 'insert into "occurrences"', nth: 2 },
};

const MERGE_POINTS: Scene['points'] = {
  'between slices': { at: 'statement', text: 'BEGIN', nth: 6 },
  'in a slice, records written': { at: 'answered', text: 'insert into "occurrences"', nth: 3 },
  'in a slice, what was met written': { at: 'answered', text: 'insert into importer_seen', nth: 5 },
  'in a slice, before its end': { at: 'statement', text: 'COMMIT', nth: 6 },
  'before the withdrawals': { at: 'statement', text: 'having bool_or', nth: 1 },
  'in the withdrawals': { at: 'answered', text: 'set "withdrawn_at"', nth: 1 },
  'after the withdrawals, before the run ends': {
    at: 'statement',
    text: 'finished_at = case',
    nth: 1,
  },
  'before linking': { at: 'statement', text: 'delete from importer_link_queue', nth: 1 },
  'in linking': { at: 'answered', text: 'insert into importer_links', nth: 1 },
};

const points = { ...FETCH_POINTS, ...MERGE_POINTS };

export const SCENES: Record<string, Scene> = {
  'obis whole': { start: { source: 'obis', mode: 'full' }, points },
  'obis by dataset': { start: { source: 'obis', mode: 'incremental' }, points },
  archive: { start: archiveStart, points },
  download: { start: downloadStart, points: { ...DOWNLOAD_POINTS, ...MERGE_POINTS } },
};
