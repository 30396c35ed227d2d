/** The attributes of a dataset that come from its provider, with their SQL types. */
export const DATASET_FIELDS = {
  title: 'text',
  abstract: 'text',
  citation: 'text',
  doi: 'text',
  url: 'text',
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
