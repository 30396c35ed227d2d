import { isRegionName, REGIONS } from './regions';
import { SPECIES } from './species';
import { speciesTable } from './species-table';

describe('the catalogue of species', () => {
  it('lists each AphiaID and each name once', () => {
    expect(new Set(SPECIES.map(({ aphiaId }) => aphiaId)).size).toBe(SPECIES.length);
    expect(new Set(SPECIES.map(({ scientificName }) => scientificName)).size).toBe(SPECIES.length);
    expect(SPECIES.length).toBeGreaterThanOrEqual(150);
  });

  it.each(SPECIES.map((species) => [species.scientificName, species] as const))(
    'has a binomial, an id and a place for %s',
    (scientificName, { aphiaId, weight, regions, familyName, family }) => {
      expect(scientificName).toMatch(/^[A-Z][a-z]+ [a-z]+$/);
      expect(Number.isInteger(aphiaId) && aphiaId > 100_000).toBe(true);
      expect(weight).toBeGreaterThan(0);
      expect(regions.length).toBeGreaterThan(0);
      expect(familyName).toMatch(/(idae|aceae)$/);
      expect(family.phylum).toMatch(/^[A-Z]/);
    },
  );

  it('covers every region, so that no coast is empty', () => {
    const used = new Set(SPECIES.flatMap(({ regions }) => regions));
    expect(Object.keys(REGIONS).filter((name) => isRegionName(name) && !used.has(name))).toEqual(
      [],
    );
  });

  it.each([
    ['a region', '1 | Aus bus | | Gadidae | coast | 0-1 | 1 | atlantis', /atlantis/],
    ['a habitat', '1 | Aus bus | | Gadidae | attic | 0-1 | 1 | iberia', /attic/],
    ['a family', '1 | Aus bus | | Nemidae | coast | 0-1 | 1 | iberia', /family/],
    ['a depth', '1 | Aus bus | | Gadidae | coast | 9-1 | 1 | iberia', /9-1/],
  ])('refuses %s that it does not know', (_what, line, message) => {
    expect(() => speciesTable('fishes', line)).toThrow(message);
  });
});
