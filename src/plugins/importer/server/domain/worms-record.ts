import type { ProviderTaxon } from './occurrence';
import { isFields, readInteger, readText } from './read-value';

/** A name of the register, read from WoRMS. `null` is "not said", which for an environment is unsure. */
export interface WormsRecord {
  aphiaId: number;
  /** Without the author. */
  scientificName: string;
  authority: string | null;
  status: string | null;
  rank: string | null;
  /** The accepted name's; its own when it is accepted, `null` when there is none. */
  validAphiaId: number | null;
  parentAphiaId: number | null;
  kingdom: string | null;
  phylum: string | null;
  class: string | null;
  order: string | null;
  family: string | null;
  genus: string | null;
  isMarine: boolean | null;
  isBrackish: boolean | null;
  isExtinct: boolean | null;
}

/** A record as an answer to a name: how well it fits. */
export interface WormsMatch extends WormsRecord {
  matchType: string | null;
}

const MAX_STRING_LENGTH = 255;

function readShort(value: unknown): string | null {
  const text = readText(value);
  return text !== null && text.length <= MAX_STRING_LENGTH ? text : null;
}

/** WoRMS writes 1, 0 and null. */
function readFlag(value: unknown): boolean | null {
  if (value === 1 || value === true) return true;
  return value === 0 || value === false ? false : null;
}

const readId = (value: unknown) => {
  const id = readInteger(value);
  return id !== null && id > 0 ? id : null;
};

/** Reads one record of WoRMS; `null` when it has no id or no name. */
export function readWormsRecord(value: unknown): WormsMatch | null {
  if (!isFields(value)) return null;
  const aphiaId = readId(value.AphiaID);
  const scientificName = readShort(value.scientificname);
  if (aphiaId === null || scientificName === null) return null;
  return {
    aphiaId,
    scientificName,
    authority: readShort(value.authority),
    status: readShort(value.status),
    rank: readShort(value.rank),
    validAphiaId: readId(value.valid_AphiaID),
    parentAphiaId: readId(value.parentNameUsageID),
    kingdom: readShort(value.kingdom),
    phylum: readShort(value.phylum),
    class: readShort(value.class),
    order: readShort(value.order),
    family: readShort(value.family),
    genus: readShort(value.genus),
    isMarine: readFlag(value.isMarine),
    isBrackish: readFlag(value.isBrackish),
    isExtinct: readFlag(value.isExtinct),
    matchType: readText(value.match_type),
  };
}

/** What a record of WoRMS says about the taxon of an occurrence. */
export function toProviderTaxon(record: WormsRecord): ProviderTaxon {
  const { aphiaId, scientificName, rank, isMarine, isBrackish } = record;
  const { kingdom, phylum, class: className, order, family, genus } = record;
  return {
    aphiaId,
    scientificName,
    taxonRank: rank,
    ...{ kingdom, phylum, class: className, order, family, genus },
    isMarine,
    isBrackish,
  };
}
