import { normalizeName, type NameOutcome } from '../domain/name-match';
import type { ProviderOccurrence } from '../domain/occurrence';
import { toProviderTaxon, type WormsRecord } from '../domain/worms-record';
import type { NamesService } from '../services/names';
import type { StagedRecord } from './stage';

/** Longer than any name; asking for a text of that length would make the address too long. */
const MAX_NAME_LENGTH = 250;

const STRUCK = ['deleted', 'quarantined'];

export type RecordNamer = (staged: StagedRecord[]) => Promise<StagedRecord[]>;

const needsName = ({ mapped }: StagedRecord) => mapped?.record.isNamedByWorms === false;

const isUsable = (record: WormsRecord | null): record is WormsRecord =>
  record !== null && !STRUCK.includes(record.status ?? '');

function nameOf({ verbatimScientificName, scientificName }: ProviderOccurrence): string | null {
  const name = normalizeName(verbatimScientificName ?? scientificName ?? '');
  return name && name.length <= MAX_NAME_LENGTH ? name : null;
}

/** The record under its accepted name; the name it came under is kept beside it. */
function named(
  record: ProviderOccurrence,
  matched: WormsRecord,
  recordOf: (aphiaId: number) => WormsRecord | null,
): ProviderOccurrence {
  const valid = matched.validAphiaId === null ? null : recordOf(matched.validAphiaId);
  const accepted = valid ?? matched;
  const flags = new Set(record.providerFlags);
  if (matched.validAphiaId === null && matched.status !== 'accepted') flags.add('NO_ACCEPTED_NAME');
  return {
    ...record,
    aphiaId: accepted.aphiaId,
    matchedAphiaId: matched.aphiaId === accepted.aphiaId ? null : matched.aphiaId,
    scientificName: accepted.scientificName,
    isMarine: accepted.isMarine,
    isBrackish: accepted.isBrackish,
    providerFlags: [...flags],
    taxon: toProviderTaxon(accepted),
  };
}

function unnamed(record: ProviderOccurrence, outcome: NameOutcome | undefined): ProviderOccurrence {
  const flags = new Set(record.providerFlags);
  if (outcome?.outcome === 'ambiguous') flags.add('NAME_AMBIGUOUS');
  return { ...record, aphiaId: null, providerFlags: [...flags] };
}

/**
 * Gives records of providers that do not know WoRMS their accepted names: by the identifier that the
 * publisher gave, where WoRMS knows it, else by the name. Records that come with WoRMS's names pass.
 * @throws SourceFailure when WoRMS cannot be asked: a run goes on later rather than without names.
 */
export function createRecordNamer(
  names: NamesService,
  { signal, mayWrite }: { signal: AbortSignal; mayWrite: boolean },
): RecordNamer {
  return async (staged) => {
    const records = staged.filter(needsName).flatMap(({ mapped }) => mapped?.record ?? []);
    if (records.length === 0) return staged;
    const asking = { signal, mayWrite };
    const given = records.map(({ aphiaId }) => aphiaId).filter((id) => id !== null);
    const byId = await names.learn(given, asking);

    const isKnown = ({ aphiaId }: ProviderOccurrence) =>
      aphiaId !== null && isUsable(byId.recordOf(aphiaId));
    const unknown = records.filter((record) => !isKnown(record)).map(nameOf);
    const { outcomes } = await names.match(
      unknown.filter((name) => name !== null),
      asking,
    );
    const found = [...outcomes.values()].map(({ aphiaId }) => aphiaId).filter((id) => id !== null);
    const byName = await names.learn(found, asking);

    const settle = (record: ProviderOccurrence): ProviderOccurrence => {
      const claimed = record.aphiaId === null ? null : byId.recordOf(record.aphiaId);
      if (isUsable(claimed)) return named(record, claimed, byId.recordOf);
      const name = nameOf(record);
      const outcome = name === null ? undefined : outcomes.get(name);
      const matched = outcome?.aphiaId ? byName.recordOf(outcome.aphiaId) : null;
      return isUsable(matched) ? named(record, matched, byName.recordOf) : unnamed(record, outcome);
    };
    return staged.map((item) =>
      item.mapped && needsName(item)
        ? { ...item, mapped: { ...item.mapped, record: settle(item.mapped.record) } }
        : item,
    );
  };
}

/**
 * Takes records that came with a name of WoRMS to the one that is accepted by now, with what WoRMS
 * says of it; all others pass.
 */
export function createNameFollower(
  names: NamesService,
  asking: { signal: AbortSignal; mayWrite: boolean },
): RecordNamer {
  const comesNamed = ({ mapped }: StagedRecord) => mapped?.record.isNamedByWorms === true;
  return async (staged) => {
    const given = staged.filter(comesNamed).map(({ mapped }) => mapped?.record.aphiaId ?? null);
    const ids = given.filter((id) => id !== null);
    if (ids.length === 0) return staged;
    const { recordOf } = await names.learn(ids, asking);
    const settle = (record: ProviderOccurrence): ProviderOccurrence => {
      const claimed = record.aphiaId === null ? null : recordOf(record.aphiaId);
      const isOther =
        isUsable(claimed) && (claimed.validAphiaId ?? record.aphiaId) !== record.aphiaId;
      return isOther ? named(record, claimed, recordOf) : record;
    };
    return staged.map((item) =>
      item.mapped && comesNamed(item)
        ? { ...item, mapped: { ...item.mapped, record: settle(item.mapped.record) } }
        : item,
    );
  };
}
