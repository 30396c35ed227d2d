import type { WormsFields } from './provider';

/** A record of the register; composed. */
export const taxon = (id: number, name: string, fields: WormsFields = {}): WormsFields => ({
  AphiaID: id,
  scientificname: name,
  authority: 'Linnaeus, 1758',
  status: 'accepted',
  rank: 'Species',
  valid_AphiaID: id,
  parentNameUsageID: 125732,
  kingdom: 'Animalia',
  genus: 'Gadus',
  isMarine: 1,
  isBrackish: 1,
  isExtinct: null,
  ...fields,
});

export const LADDER = [
  taxon(1, 'Biota', { rank: 'Superdomain', parentNameUsageID: null, genus: null }),
  taxon(2, 'Animalia', { rank: 'Kingdom', parentNameUsageID: 1, genus: null }),
  taxon(125732, 'Gadus', { rank: 'Genus', parentNameUsageID: 2 }),
];
export const COD = taxon(126436, 'Gadus morhua');
const OLD_COD = taxon(316432, 'Asellus major', {
  status: 'unaccepted',
  valid_AphiaID: 126436,
  authority: null,
});
export const PERCH = taxon(500, 'Perca fluviatilis', { isMarine: 0, isBrackish: 0 });
/** A register of two species, one of them with a synonym, and what is above them. */
export const REGISTER = [...LADDER, COD, OLD_COD, PERCH];

/** A register of one species, with nothing above it. */
export const COD_ALONE: WormsFields[] = [
  {
    AphiaID: 126436,
    scientificname: 'Gadus morhua',
    status: 'accepted',
    isMarine: 1,
    valid_AphiaID: 126436,
    parentNameUsageID: null,
  },
];
