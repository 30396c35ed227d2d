import type { Measure, ProviderOccurrence } from '../../domain/occurrence';
import { readAphiaIdentifier } from '../../domain/read-reference';
import { readMeasure, readNumber, readText } from '../../domain/read-value';
import type { MappedRecord } from '../source';
import { flagOf, isKnownField, isKnownIssue } from './vocabulary';

type Fields = Record<string, unknown>;

const FLAG = /^[A-Z][A-Z0-9_]*$/;

function readIssues(value: unknown, drift: string[]): string[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) {
    drift.push('type:issues');
    return [];
  }
  const flags: string[] = [];
  for (const issue of value as unknown[]) {
    if (typeof issue === 'string' && FLAG.test(issue)) flags.push(flagOf(issue));
    if (typeof issue !== 'string' || !isKnownIssue(issue)) drift.push(`issue:${String(issue)}`);
  }
  return flags;
}

/** GBIF writes `HUMAN_OBSERVATION` for Darwin Core's `HumanObservation`; one filter must find both. */
function readBasis(value: unknown): string | null {
  const text = readText(value);
  if (text === null || !/^[A-Z_]+$/.test(text)) return text;
  return text
    .split('_')
    .map((word) => word.charAt(0) + word.slice(1).toLowerCase())
    .join('');
}

/** The name without its author. The author stays in the verbatim name. */
function canonicalNameOf(fields: Fields, name: string | null): string | null {
  const parts = [fields.genericName, fields.specificEpithet, fields.infraspecificEpithet];
  const [generic, specific, infraspecific] = parts.map(readText);
  if (generic && specific) return [generic, specific, infraspecific].filter(Boolean).join(' ');
  const author = readText(fields.scientificNameAuthorship);
  if (name === null || author === null || !name.endsWith(` ${author}`)) return name;
  return name.slice(0, -author.length - 1).trim() || name;
}

const MICROMETERS = 1_000_000;

/** GBIF makes a middle and a deviation of two depths; these are the two again. */
function depthsOf(fields: Fields): { min: Measure; max: Measure } {
  const depth = readMeasure(fields.depth);
  const accuracy = readNumber(fields.depthAccuracy) ?? 0;
  if (typeof depth !== 'number') return { min: depth, max: depth };
  const round = (meters: number) => Math.round(meters * MICROMETERS) / MICROMETERS;
  return { min: round(depth - accuracy), max: round(depth + accuracy) };
}

/**
 * Reads one record of GBIF's search. Its names and classification are GBIF's: the AphiaID is the one
 * that the publisher gave, and what WoRMS calls it is for the names step to say.
 */
export function mapGbifOccurrence(fields: Fields): MappedRecord {
  const drift: string[] = [];
  for (const name of Object.keys(fields)) if (!isKnownField(name)) drift.push(`field:${name}`);
  const name = readText(fields.scientificName);
  const { min, max } = depthsOf(fields);
  const record: ProviderOccurrence = {
    provider: 'gbif',
    providerRecordId: readText(fields.key) ?? readText(fields.gbifID),
    datasetKey: readText(fields.datasetKey),
    occurrenceID: readText(fields.occurrenceID),
    institutionCode: readText(fields.institutionCode),
    collectionCode: readText(fields.collectionCode),
    catalogNumber: readText(fields.catalogNumber),
    scientificName: canonicalNameOf(fields, name),
    verbatimScientificName: readText(fields.verbatimScientificName) ?? name,
    aphiaId: readAphiaIdentifier(fields.scientificNameID) ?? readAphiaIdentifier(fields.taxonID),
    matchedAphiaId: null,
    basisOfRecord: readBasis(fields.basisOfRecord),
    occurrenceStatus: readText(fields.occurrenceStatus)?.toLowerCase() ?? null,
    lat: readMeasure(fields.decimalLatitude),
    lon: readMeasure(fields.decimalLongitude),
    coordinateUncertaintyInMeters: readNumber(fields.coordinateUncertaintyInMeters),
    locality: readText(fields.locality),
    minimumDepthInMeters: min,
    maximumDepthInMeters: max,
    bathymetryInMeters: null,
    shoreDistanceInMeters: null,
    eventDate: readText(fields.eventDate),
    dateParts: {
      year: readText(fields.year),
      month: readText(fields.month),
      day: readText(fields.day),
    },
    providerDates: { startMs: null, endMs: null },
    individualCount: readText(fields.individualCount),
    sex: readText(fields.sex),
    lifeStage: readText(fields.lifeStage),
    recordedBy: readText(fields.recordedBy),
    license: readText(fields.license),
    isMarine: null,
    isBrackish: null,
    providerFlags: readIssues(fields.issues, drift),
    providerDropped: false,
    providerAbsence: false,
    taxon: null,
    isNamedByWorms: false,
  };
  return { record, drift };
}
