import { parse } from 'csv-parse/sync';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { GbifFields } from './replay-server/gbif/provider';
import type { ObisFields } from './replay-server/obis/pool';

/** A row of the Argos table, by column. */
export type ArgosRow = Record<string, string>;

export const ARGOS_FILE = process.env.RECORDINGS_DIR
  ? path.join(process.env.RECORDINGS_DIR, 'dwca-bas_argos-v1.0.occurrence.tsv')
  : null;

/** The Argos table, as it is recorded. */
export function readArgosRows(): ArgosRow[] {
  if (ARGOS_FILE === null) throw new Error('RECORDINGS_DIR is not set');
  const text = readFileSync(ARGOS_FILE, 'utf8');
  return parse<ArgosRow>(text, { columns: true, delimiter: '\t', quote: null });
}

const numberOf = (text = '') => Number(text);
export const aphiaIdOf = (row: ArgosRow) => Number(/(\d+)$/.exec(row.scientificNameID ?? '')?.[1]);

/** Ids as OBIS gives them, in the order of the rows. */
const uuid = (n: number) => `${n.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`;

/** A row in the shape of OBIS. Composed. */
export const asObis = (row: ArgosRow, datasetId: string): ObisFields => ({
  id: uuid(Number(row.id)),
  dataset_id: datasetId,
  basisOfRecord: row.basisOfRecord,
  scientificName: row.scientificName,
  originalScientificName: row.scientificName,
  scientificNameID: row.scientificNameID,
  aphiaID: aphiaIdOf(row),
  decimalLatitude: numberOf(row.decimalLatitude),
  decimalLongitude: numberOf(row.decimalLongitude),
  eventDate: row.eventDate,
  institutionCode: row.institutionCode,
  collectionCode: row.collectionCode,
  catalogNumber: row.catalogNumber,
  ...(row.sex && { sex: row.sex }),
  occurrenceStatus: 'present',
  marine: true,
  flags: [],
  dropped: false,
  absence: false,
});

/** The same row in the shape of GBIF: five decimals, no time zone, the name with its author. Composed. */
export const asGbif = (row: ArgosRow, datasetKey: string): GbifFields => ({
  key: 1_000_000 + Number(row.id),
  gbifID: String(1_000_000 + Number(row.id)),
  datasetKey,
  basisOfRecord: 'HUMAN_OBSERVATION',
  scientificName: `${row.scientificName} ${row.scientificNameAuthorship}`,
  scientificNameAuthorship: row.scientificNameAuthorship,
  scientificNameID: row.scientificNameID,
  taxonKey: aphiaIdOf(row),
  decimalLatitude: Number(numberOf(row.decimalLatitude).toFixed(5)),
  decimalLongitude: Number(numberOf(row.decimalLongitude).toFixed(5)),
  eventDate: row.eventDate?.replace(/Z$/, ''),
  year: numberOf(row.year),
  month: numberOf(row.month),
  day: numberOf(row.day),
  institutionCode: row.institutionCode,
  collectionCode: row.collectionCode,
  catalogNumber: row.catalogNumber,
  ...(row.sex && { sex: row.sex === 'F' ? 'FEMALE' : 'MALE' }),
  occurrenceStatus: 'PRESENT',
  issues: ['GEODETIC_DATUM_ASSUMED_WGS84', 'COORDINATE_ROUNDED'],
  license: 'http://creativecommons.org/licenses/by/4.0/legalcode',
  lastInterpreted: '2025-01-01T00:00:00.000+00:00',
});

/** Every taxon of the rows as WoRMS has it. Composed. */
export function argosTaxa(rows: readonly ArgosRow[]): Record<string, unknown>[] {
  const taxa = new Map(rows.map((row) => [aphiaIdOf(row), row]));
  return [...taxa].map(([id, row]) => ({
    AphiaID: id,
    scientificname: row.scientificName,
    authority: row.scientificNameAuthorship,
    status: 'accepted',
    rank: 'Species',
    valid_AphiaID: id,
    isMarine: 1,
  }));
}
