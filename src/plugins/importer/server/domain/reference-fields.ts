import type { WormsRecord } from './worms-record';

/** The attributes of a dataset that come from its provider, with their SQL types. */
export const DATASET_FIELDS = {
  title: 'text',
  abstract: 'text',
  citation: 'text',
  doi: 'text',
  url: 'text',
  addresses: 'jsonb',
  license: 'text',
  intellectualRights: 'text',
  publishedAtProvider: 'timestamp',
  updatedAtProvider: 'timestamp',
} as const;

/** The attributes of a taxon that occurrence records tell, with their SQL types. */
export const TAXON_FIELDS = {
  scientificName: 'text',
  taxonRank: 'text',
  kingdom: 'text',
  phylum: 'text',
  class: 'text',
  order: 'text',
  family: 'text',
  genus: 'text',
  isMarine: 'boolean',
  isBrackish: 'boolean',
} as const;

/** The attributes of a taxon that WoRMS tells, with their SQL types. */
export const WORMS_TAXON_FIELDS = {
  scientificName: 'text',
  scientificNameAuthorship: 'text',
  taxonRank: 'text',
  taxonomicStatus: 'text',
  acceptedAphiaId: 'integer',
  classificationPath: 'text',
  kingdom: 'text',
  phylum: 'text',
  class: 'text',
  order: 'text',
  family: 'text',
  genus: 'text',
  isMarine: 'boolean',
  isBrackish: 'boolean',
  isExtinct: 'boolean',
} as const;

/** What is stored of a name beside that. */
export const VERNACULAR_FIELDS = ['vernacularName', 'vernaculars'] as const;

/** A taxon as WoRMS has it, ready to be written. */
export type WormsTaxon = Record<
  keyof typeof WORMS_TAXON_FIELDS,
  string | number | boolean | null
> & { aphiaId: number };

/** An accepted name is its own accepted name, as WoRMS has it. */
export function toWormsTaxon(record: WormsRecord, classificationPath: string | null): WormsTaxon {
  const { aphiaId, scientificName, authority, rank, status, validAphiaId } = record;
  const { kingdom, phylum, class: className, order, family, genus } = record;
  const { isMarine, isBrackish, isExtinct } = record;
  return {
    aphiaId,
    scientificName,
    scientificNameAuthorship: authority,
    taxonRank: rank,
    taxonomicStatus: status,
    acceptedAphiaId: validAphiaId,
    classificationPath,
    ...{ kingdom, phylum, class: className, order, family, genus },
    ...{ isMarine, isBrackish, isExtinct },
  };
}
