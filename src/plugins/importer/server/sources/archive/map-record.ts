import { findTerm } from '../../domain/darwin-core-terms';
import type { ProviderOccurrence } from '../../domain/occurrence';
import { readAphiaIdentifier } from '../../domain/read-reference';
import { isFields, readMeasure, readNumber, readText } from '../../domain/read-value';
import type { MappedRecord } from '../source';

type Fields = Record<string, unknown>;

const PLACE = ['decimalLatitude', 'decimalLongitude'];
const DEPTH = ['minimumDepthInMeters', 'maximumDepthInMeters'];
const DATE = ['eventDate', 'year', 'month', 'day'];

/** `12,5` may be twelve and a half or a mistake of columns: it is not for us to choose. */
const DECIMAL_COMMA = /^\s*[+-]?\d{1,3},\d+\s*$/;

/** The record, its event, and the events above that, nearest first. */
function layersOf(fields: Fields): Fields[] {
  const layers = [fields];
  for (let next = fields.event; isFields(next); next = next.parent) layers.push(next);
  return layers;
}

/** The nearest layer that says anything of this: what belongs together is taken from one place. */
const nearest = (layers: Fields[], terms: string[]): Fields =>
  layers.find((layer) => terms.some((term) => readText(layer[term]) !== null)) ?? {};

/** A date beside a time of its own is one instant. */
function eventDateOf({ eventDate, eventTime }: Fields): string | null {
  const [date, time] = [readText(eventDate), readText(eventTime)];
  const isDay = date !== null && /^\d{4}-\d{2}-\d{2}$/.test(date);
  return isDay && time !== null && /^\d{2}:\d{2}(:\d{2})?/.test(time) ? `${date}T${time}` : date;
}

const OURS = new Set(['id', 'event', 'parent', 'extensions', 'misplaced', 'datasetKey']);

function driftOf(layers: Fields[]): string[] {
  const names = new Set(layers.flatMap((layer) => Object.keys(layer)));
  return [...names]
    .filter((name) => !OURS.has(name) && !name.includes('://') && findTerm(name) === null)
    .map((name) => `field:${name}`);
}

function rejectionsOf(fields: Fields, measures: Fields, refusesCommas: string[]): string[] {
  const hasComma = refusesCommas.some((term) => DECIMAL_COMMA.test(readText(measures[term]) ?? ''));
  return [
    ...(fields.misplaced === undefined ? [] : ['COLUMNS_MISPLACED']),
    ...(hasComma ? ['DECIMAL_COMMA'] : []),
  ];
}

interface MapOptions {
  provider: string;
  /** Measures whose decimal commas are a reason to refuse the record. */
  refusesCommas: string[];
}

export const PLACE_MEASURES = PLACE;
export const ALL_MEASURES = [...PLACE, ...DEPTH, 'coordinateUncertaintyInMeters'];

/**
 * Reads one record of a Darwin Core table. What an occurrence does not say its event does, and what
 * that does not say the event above: place, depth and date each as a whole, from the nearest.
 */
export function mapArchiveRecord(
  fields: Fields,
  { provider, refusesCommas }: MapOptions,
): MappedRecord {
  const layers = layersOf(fields);
  const text = (term: string) => readText(nearest(layers, [term])[term]);
  const place = nearest(layers, PLACE);
  const date = nearest(layers, DATE);
  const depth = nearest(layers, DEPTH);
  const { decimalLatitude, decimalLongitude, coordinateUncertaintyInMeters } = place;
  const { minimumDepthInMeters, maximumDepthInMeters } = depth;
  const measures = {
    ...{ decimalLatitude, decimalLongitude, coordinateUncertaintyInMeters },
    ...{ minimumDepthInMeters, maximumDepthInMeters },
  };
  const scientificName = readText(fields.scientificName);
  const record: ProviderOccurrence = {
    provider,
    providerRecordId: readText(fields.id),
    datasetKey: readText(fields.datasetKey),
    occurrenceID: readText(fields.occurrenceID),
    institutionCode: text('institutionCode'),
    collectionCode: text('collectionCode'),
    catalogNumber: readText(fields.catalogNumber),
    scientificName,
    verbatimScientificName: scientificName,
    aphiaId:
      readAphiaIdentifier(fields.scientificNameID) ??
      readAphiaIdentifier(fields.taxonID) ??
      readAphiaIdentifier(fields.taxonConceptID),
    matchedAphiaId: null,
    basisOfRecord: text('basisOfRecord'),
    occurrenceStatus: readText(fields.occurrenceStatus)?.toLowerCase() ?? null,
    lat: readMeasure(decimalLatitude),
    lon: readMeasure(decimalLongitude),
    coordinateUncertaintyInMeters: readNumber(coordinateUncertaintyInMeters),
    locality: text('locality'),
    minimumDepthInMeters: readMeasure(minimumDepthInMeters),
    maximumDepthInMeters: readMeasure(maximumDepthInMeters),
    bathymetryInMeters: null,
    shoreDistanceInMeters: null,
    eventDate: eventDateOf(date),
    dateParts: {
      year: readText(date.year),
      month: readText(date.month),
      day: readText(date.day),
    },
    providerDates: { startMs: null, endMs: null },
    individualCount: readText(fields.individualCount),
    sex: readText(fields.sex),
    lifeStage: readText(fields.lifeStage),
    recordedBy: text('recordedBy'),
    license: text('license'),
    isMarine: null,
    isBrackish: null,
    providerFlags: [],
    providerDropped: false,
    providerAbsence: false,
    taxon: null,
    isNamedByWorms: false,
  };
  return {
    record,
    drift: driftOf(layers),
    rejections: rejectionsOf(fields, measures, refusesCommas),
  };
}
