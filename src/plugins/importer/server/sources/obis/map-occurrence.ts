import type { ProviderOccurrence, ProviderTaxon } from '../../domain/occurrence';
import {
  readBoolean,
  readInteger,
  readMeasure,
  readNumber,
  readText,
} from '../../domain/read-value';
import type { MappedRecord } from '../source';
import { isKnownField, isKnownFlag } from './vocabulary';

type Fields = Record<string, unknown>;

const FLAG = /^[A-Z][A-Z0-9_]*$/;
const MAX_STRING_LENGTH = 255;

/** Text for a column of limited length: what does not fit is no name of a rank. */
function readShort(value: unknown): string | null {
  const text = readText(value);
  return text !== null && text.length <= MAX_STRING_LENGTH ? text : null;
}

function taxonOf(fields: Fields): ProviderTaxon | null {
  const aphiaId = readInteger(fields.aphiaID);
  const scientificName = readShort(fields.scientificName);
  if (aphiaId === null || scientificName === null) return null;
  return {
    aphiaId,
    scientificName,
    taxonRank: readShort(fields.taxonRank),
    kingdom: readShort(fields.kingdom),
    phylum: readShort(fields.phylum),
    class: readShort(fields.class),
    order: readShort(fields.order),
    family: readShort(fields.family),
    genus: readShort(fields.genus),
    isMarine: readBoolean(fields.marine),
    isBrackish: readBoolean(fields.brackish),
  };
}

function readFlags(value: unknown, drift: string[]): string[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) {
    drift.push('type:flags');
    return [];
  }
  const flags: string[] = [];
  for (const flag of value as unknown[]) {
    if (typeof flag === 'string' && FLAG.test(flag)) flags.push(flag);
    if (typeof flag !== 'string' || !isKnownFlag(flag)) drift.push(`flag:${String(flag)}`);
  }
  return flags;
}

function depthsOf(
  fields: Fields,
): Pick<ProviderOccurrence, 'minimumDepthInMeters' | 'maximumDepthInMeters'> {
  const min = readMeasure(fields.minimumDepthInMeters);
  const max = readMeasure(fields.maximumDepthInMeters);
  if (min !== null || max !== null) return { minimumDepthInMeters: min, maximumDepthInMeters: max };
  const depth = readMeasure(fields.depth);
  return { minimumDepthInMeters: depth, maximumDepthInMeters: depth };
}

function driftOf(fields: Fields): string[] {
  const drift: string[] = [];
  for (const name of Object.keys(fields)) if (!isKnownField(name)) drift.push(`field:${name}`);
  return drift;
}

/** Reads one OBIS record. Values come as number, as text or not at all; nothing of that is an error. */
export function mapObisOccurrence(fields: Fields): MappedRecord {
  const drift = driftOf(fields);
  const scientificName = readText(fields.scientificName);
  const verbatimScientificName = readText(fields.originalScientificName);
  const record: ProviderOccurrence = {
    provider: 'obis',
    providerRecordId: readText(fields.id),
    datasetKey: readText(fields.dataset_id),
    occurrenceID: readText(fields.occurrenceID),
    institutionCode: readText(fields.institutionCode),
    collectionCode: readText(fields.collectionCode),
    catalogNumber: readText(fields.catalogNumber),
    scientificName: scientificName ?? verbatimScientificName,
    verbatimScientificName,
    aphiaId: readInteger(fields.aphiaID),
    matchedAphiaId: readInteger(fields.unaccepted),
    basisOfRecord: readText(fields.basisOfRecord),
    occurrenceStatus: readText(fields.occurrenceStatus),
    lat: readMeasure(fields.decimalLatitude),
    lon: readMeasure(fields.decimalLongitude),
    coordinateUncertaintyInMeters: readNumber(fields.coordinateUncertaintyInMeters),
    locality: readText(fields.locality),
    ...depthsOf(fields),
    bathymetryInMeters: readNumber(fields.bathymetry),
    shoreDistanceInMeters: readNumber(fields.shoredistance),
    eventDate: readText(fields.eventDate),
    dateParts: {
      year: readText(fields.year),
      month: readText(fields.month),
      day: readText(fields.day),
    },
    providerDates: { startMs: readNumber(fields.date_start), endMs: readNumber(fields.date_end) },
    individualCount: readText(fields.individualCount),
    sex: readText(fields.sex),
    lifeStage: readText(fields.lifeStage),
    recordedBy: readText(fields.recordedBy),
    license: readText(fields.license),
    isMarine: readBoolean(fields.marine),
    isBrackish: readBoolean(fields.brackish),
    providerFlags: readFlags(fields.flags, drift),
    providerDropped: readBoolean(fields.dropped) ?? false,
    providerAbsence: readBoolean(fields.absence) ?? false,
    taxon: taxonOf(fields),
    isNamedByWorms: true,
  };
  return { record, drift };
}
