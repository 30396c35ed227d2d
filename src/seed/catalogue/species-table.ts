import { FAMILIES, type Family } from './families';
import { isRegionName, REGION_SETS, type RegionName } from './regions';

/** How far from land a species is met, in cells of the sea grid (a quarter of a degree) from land. */
export const HABITATS = {
  coast: [1, 2],
  shelf: [1, 6],
  slope: [3, 16],
  open: [4, 999],
  any: [1, 999],
} as const satisfies Record<string, readonly [nearest: number, farthest: number]>;

export type Habitat = keyof typeof HABITATS;

/** Broad groups, in which sampling and record keeping are alike. */
export type Group = 'mammals' | 'birds' | 'turtles' | 'fishes' | 'invertebrates' | 'plants';

export interface Species {
  aphiaId: number;
  scientificName: string;
  authorship: string | null;
  vernacularName: string | null;
  group: Group;
  familyName: string;
  family: Family;
  habitat: Habitat;
  /** Metres below the surface; null where nobody measures one, as for birds. */
  depthRangeMeters: readonly [shallowest: number, deepest: number] | null;
  /** Share of all records, against the weights of the others. */
  weight: number;
  regions: readonly RegionName[];
}

function readRegions(text: string, line: string): RegionName[] {
  return text.split(' ').flatMap((name): readonly RegionName[] => {
    if (isRegionName(name)) return [name];
    const set = REGION_SETS[name];
    if (!set) throw new Error(`No region is called "${name}": ${line}`);
    return set;
  });
}

function readDepths(text: string): readonly [number, number] | null {
  if (text === '-') return null;
  const [shallowest = NaN, deepest = NaN] = text.split('-').map(Number);
  if (!(shallowest <= deepest)) throw new Error(`"${text}" is no range of depths`);
  return [shallowest, deepest];
}

function readLine(group: Group, line: string): Species {
  const cells = line.split('|').map((cell) => cell.trim());
  const [id = '', nameAndAuthor = '', vernacular = '', familyName = '', ...range] = cells;
  const [habitat = '', depths = '', weight = '', regions = ''] = range;
  const [genus, epithet, ...author] = nameAndAuthor.split(' ');
  const family = FAMILIES.get(familyName);
  if (!family) throw new Error(`The family is not in the tree: ${line}`);
  if (!Object.hasOwn(HABITATS, habitat)) throw new Error(`No habitat "${habitat}": ${line}`);
  return {
    aphiaId: Number(id),
    scientificName: `${genus} ${epithet}`,
    authorship: author.join(' ') || null,
    vernacularName: vernacular || null,
    group,
    familyName,
    family,
    // Checked above; the compiler does not narrow a string by hasOwn.
    habitat: habitat as Habitat,
    depthRangeMeters: readDepths(depths),
    weight: Number(weight),
    regions: readRegions(regions, line),
  };
}

/**
 * Reads `AphiaID | name authorship | English name | family | habitat | depths | weight | regions`.
 * Names and AphiaIDs are those of the World Register of Marine Species.
 * @throws Error on a word that the catalogue does not know.
 */
export function speciesTable(group: Group, table: string): Species[] {
  return table
    .trim()
    .split('\n')
    .map((line) => readLine(group, line));
}
