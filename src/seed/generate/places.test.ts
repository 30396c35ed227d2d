import { type Box, REGIONS } from '../catalogue/regions';
import { SPECIES } from '../catalogue/species';
import { HABITATS } from '../catalogue/species-table';
import { createPlaceFinder, FARTHEST_STRAY_DEGREES } from './places';
import { createRandom } from '../../lib/random';
import type { Position } from './sea';

const DRAWS = 60;
/** A stray may end anywhere in the cell that it reached. */
const CELL_DEGREES = 0.25;

const isNear = ([west, south, east, north]: Box, { lon, lat }: Position, reach: number) =>
  lon >= west - reach && lon <= east + reach && lat >= south - reach && lat <= north + reach;

it.each(SPECIES.map((species) => [species.scientificName, species] as const))(
  'places %s in its habitat and not far from its regions',
  (_name, species) => {
    const findPlace = createPlaceFinder(species, createRandom(7));
    const [nearest, farthest] = HABITATS[species.habitat];
    const reach = FARTHEST_STRAY_DEGREES + CELL_DEGREES;
    const misplaced = Array.from({ length: DRAWS }, findPlace).filter(
      ({ position, region, stepsFromLand }) =>
        stepsFromLand < nearest ||
        stepsFromLand > farthest ||
        !species.regions.includes(region) ||
        !REGIONS[region].some((box) => isNear(box, position, reach)),
    );
    expect(misplaced).toEqual([]);
  },
);

it('does not let a Caribbean dolphin cross Panama', () => {
  const dolphin = SPECIES.find(({ scientificName }) => scientificName === 'Stenella frontalis');
  if (!dolphin) throw new Error('The species is not in the catalogue');
  const findPlace = createPlaceFinder(
    { ...dolphin, regions: ['caribbean'], habitat: 'any' },
    createRandom(1),
  );
  const beyondPanama = Array.from({ length: 2000 }, findPlace).filter(
    ({ position: { lon, lat } }) => (lat < 8.5 && lon < -77.5) || (lat < 13 && lon < -85),
  );
  expect(beyondPanama).toEqual([]);
});
