import { compareDepths, metersBetween } from './compare-places';
import { compareTimes } from './compare-times';
import type { LinkReason, LinkRecord } from './link-record';

export interface Likeness {
  reason: LinkReason;
  /** 0 to 1. */
  score: number;
  /** What speaks for it, and with a `not-` against it. */
  evidence: string[];
}

/** Nothing below is worth anybody's time. */
export const WORTH_A_LOOK = 0.65;
/** From here on no one needs to look, when there is no rival. */
export const CERTAIN = 0.85;

const EXACT_METERS = 2;
const SAME_PLACE_METERS = 200;
const NEARBY_METERS = 2000;

/** Kinds of evidence; what is none of them goes with all. */
const BASES: readonly (readonly [RegExp, string])[] = [
  [/fossil/i, 'fossil'],
  [/living/i, 'living'],
  [/specimen|sample|citation/i, 'material'],
  [/observation/i, 'observation'],
];
const basisOf = ({ basisOfRecord }: LinkRecord) =>
  BASES.find(([pattern]) => pattern.test(basisOfRecord ?? ''))?.[1] ?? null;

const differ = <Value>(one: Value | null, other: Value | null): boolean =>
  one !== null && other !== null && one !== other;
const agree = <Value>(one: Value | null, other: Value | null): boolean =>
  one !== null && one === other;
const folded = (text: string | null) => text?.trim().toLowerCase() || null;
const trimmed = (text: string | null) => text?.trim() || null;

/** One way of writing a word that has several; what is not known here says nothing. */
const wordOf = (words: Readonly<Record<string, string>>, text: string | null): string | null =>
  words[folded(text) ?? ''] ?? null;
const SEXES = { f: 'female', female: 'female', m: 'male', male: 'male' };
const LIFE_STAGES = Object.fromEntries(
  ['adult', 'juvenile', 'larva', 'egg', 'embryo', 'pupa'].map((stage) => [stage, stage]),
);
const sexOf = ({ sex }: LinkRecord) => wordOf(SEXES, sex);
const lifeStageOf = ({ lifeStage }: LinkRecord) => wordOf(LIFE_STAGES, lifeStage);

/** `1` and `1.0` are one count; what is no number is compared as it stands. */
const countOf = (text: string | null) => {
  const written = folded(text);
  return written !== null && Number.isFinite(Number(written)) ? String(Number(written)) : written;
};

const NUMBER = /^\d*$/;
/** Whether an id is likely to be given once in the world: a running number is not. */
const isTelling = (id: string) => id.length >= 8 && !NUMBER.test(id);

function compareIdentifiers(one: LinkRecord, other: LinkRecord) {
  const [id, otherId] = [trimmed(one.occurrenceID), trimmed(other.occurrenceID)];
  const [number, otherNumber] = [trimmed(one.catalogNumber), trimmed(other.catalogNumber)];
  const hasHouse = (one.institutionCode ?? one.collectionCode) !== null;
  const isSameHouse =
    hasHouse &&
    trimmed(one.institutionCode) === trimmed(other.institutionCode) &&
    trimmed(one.collectionCode) === trimmed(other.collectionCode);
  return {
    isSameId: agree(id, otherId),
    isOtherId: differ(id, otherId),
    isTellingId: agree(id, otherId) && isTelling(id ?? ''),
    isSameNumber: isSameHouse && agree(number, otherNumber),
    isOtherNumber: isSameHouse && differ(number, otherNumber),
  };
}

type Signs = readonly (readonly [string, boolean, number])[];

function weigh(reason: LinkReason, base: number, signs: Signs): Likeness {
  const holding = signs.filter(([, holds]) => holds);
  const score = holding.reduce((sum, [, , weight]) => sum + weight, base);
  return {
    reason,
    score: Math.round(Math.min(1, Math.max(0, score)) * 1000) / 1000,
    evidence: holding.map(([name]) => name),
  };
}

/**
 * How much speaks for two records of two providers being one; null when something speaks against it
 * that nothing outweighs. Rules after GBIF's clustering and facts of both providers: identifiers count
 * within datasets known to be the same, everything else needs the taxon, the day and the place together
 * and something more. The same whichever record comes first.
 * @param isPaired whether their datasets are the same at two providers.
 */
export function compareRecords(
  one: LinkRecord,
  other: LinkRecord,
  isPaired: boolean,
): Likeness | null {
  if (one.provider === other.provider) return null;
  const ids = compareIdentifiers(one, other);
  // Other ids in one dataset, or other numbers of one collection, are other records.
  if (isPaired && ids.isOtherId) return null;
  if (ids.isOtherNumber && !(isPaired && ids.isSameId)) return null;
  const time = compareTimes(one, other);
  const depth = compareDepths(one, other);
  const meters = metersBetween(one, other);
  const isOtherKind = differ(basisOf(one), basisOf(other)) || one.absence !== other.absence;
  const isAlikeInFields =
    !differ(countOf(one.individualCount), countOf(other.individualCount)) &&
    !differ(sexOf(one), sexOf(other)) &&
    !differ(lifeStageOf(one), lifeStageOf(other));

  if (isPaired && (ids.isSameId || ids.isSameNumber)) {
    const reason = ids.isSameId ? 'occurrence-id' : 'catalogue';
    return weigh(reason, ids.isSameId ? 0.9 : 0.85, [
      ['same-dataset', true, 0],
      ['same-occurrence-id', ids.isSameId, 0],
      ['same-catalogue-number', ids.isSameNumber, 0],
      ['same-time', time === 'same-clock', 0.03],
      ['near', meters !== null && meters <= SAME_PLACE_METERS, 0.02],
      ['same-position', meters !== null && meters <= EXACT_METERS, 0.05],
      // One catalogue number is given to several positions of one moment by satellite trackers.
      ['not-same-position', !ids.isSameId && meters !== null && meters > EXACT_METERS, -0.06],
      ['not-same-time', time === 'apart', -0.15],
      ['not-same-place', meters !== null && meters > NEARBY_METERS, -0.15],
      ['not-same-kind', isOtherKind, -0.15],
      ['not-same-depth', depth === 'apart', -0.05],
      ['not-same-taxon', differ(one.aphiaId, other.aphiaId), -0.05],
      ['not-same-details', !isAlikeInFields, -0.05],
    ]);
  }

  const isSameDay = time === 'same-clock' || time === 'same-day';
  if (!agree(one.aphiaId, other.aphiaId) || !isSameDay || meters === null) return null;
  if (isOtherKind || depth === 'apart' || !isAlikeInFields) return null;
  const isSameRecorder = agree(folded(one.recordedBy), folded(other.recordedBy));
  const isExact = meters <= EXACT_METERS;
  const hasSameId = ids.isTellingId || (ids.isSameNumber && isExact);
  const uncertain = (one.uncertaintyMeters ?? 0) + (other.uncertaintyMeters ?? 0);
  const reach = ids.isTellingId || isSameRecorder ? NEARBY_METERS : SAME_PLACE_METERS;
  // Uncertainty widens what counts as one place, but never beyond what GBIF calls near.
  if (meters > Math.max(reach, Math.min(uncertain, NEARBY_METERS))) return null;
  return weigh('evidence', 0.65, [
    ['same-taxon', true, 0],
    ['same-day', true, 0],
    ['same-dataset', isPaired, 0.05],
    ['same-time', time === 'same-clock', 0.15],
    ['same-position', isExact, 0.1],
    // Providers round to a metre: what lies farther apart was hardly written down once.
    ['near', !isExact, -0.06],
    ['same-identifier', hasSameId, 0.15],
    ['same-recorder', isSameRecorder, 0.1],
    ['same-depth', depth === 'equal', 0.03],
    ['same-count', agree(countOf(one.individualCount), countOf(other.individualCount)), 0.02],
    ['same-sex', agree(sexOf(one), sexOf(other)), 0.01],
    ['same-life-stage', agree(lifeStageOf(one), lifeStageOf(other)), 0.01],
  ]);
}
