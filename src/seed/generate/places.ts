import { REGIONS, type RegionName } from '../catalogue/regions';
import { HABITATS, type Habitat, type Species } from '../catalogue/species-table';
import { bell, pick, type Random } from '../../lib/random';
import { cornerOf, pointInCell, type Position, seaCells, stepsFromLand } from './sea';

export interface Place {
  position: Position;
  region: RegionName;
  stepsFromLand: number;
}

const HOT_SPOTS_PER_REGION = 4;
const HOT_SPOT_SHARE = 0.6;
const HOT_SPOT_SPREAD_DEGREES = 0.8;
/** Away from the coast a box would show its edges on the map; straying over them hides these. */
const SPREAD_DEGREES: Record<Habitat, number> = {
  coast: 0,
  shelf: 0.4,
  slope: 1,
  open: 2.2,
  any: 2,
};
/** No record lies farther than this outside its region. */
export const FARTHEST_STRAY_DEGREES = 5;

const candidates = new Map<string, Position[]>();

/** @throws Error when a region has no cell so close to land, or none so far from it. */
function cellsOf(region: RegionName, habitat: Habitat): Position[] {
  const key = `${region}/${habitat}`;
  const known = candidates.get(key);
  if (known) return known;
  const cells = REGIONS[region].flatMap((box) => seaCells(box, HABITATS[habitat]));
  if (cells.length === 0) throw new Error(`There is no ${habitat} in ${region}`);
  candidates.set(key, cells);
  return cells;
}

/** Cells shrink towards the poles; without this the high latitudes would look crowded. */
function pickByArea(random: Random, cells: Position[]): Position {
  for (;;) {
    const cell = pick(random, cells);
    if (random() < Math.cos((cell.lat * Math.PI) / 180)) return cell;
  }
}

const clamp = (degrees: number) =>
  Math.max(-FARTHEST_STRAY_DEGREES, Math.min(FARTHEST_STRAY_DEGREES, degrees));

/** Whether a straight course between two places stays at sea: a stray must not hop over Panama. */
function isSailable(from: Position, to: Position): boolean {
  for (let share = 0.1; share < 1; share += 0.1) {
    const lon = from.lon + (to.lon - from.lon) * share;
    const lat = from.lat + (to.lat - from.lat) * share;
    if (stepsFromLand({ lon, lat }) === 0) return false;
  }
  return true;
}

/** A place near a cell, or in the cell itself where the try ends on land or out of the habitat. */
function stray(random: Random, cell: Position, habitat: Habitat, spread: number): Position {
  const [nearest, farthest] = HABITATS[habitat];
  const home = pointInCell(cell, random(), random());
  const lon = home.lon + clamp(bell(random) * spread);
  const lat = home.lat + clamp(bell(random) * spread * 0.7);
  if (Math.abs(lon) >= 180 || Math.abs(lat) >= 90) return home;
  const there = pointInCell(cornerOf({ lon, lat }), random(), random());
  const steps = stepsFromLand(there);
  return steps >= nearest && steps <= farthest && isSailable(home, there) ? there : home;
}

/** Scatters one species: most records around a few hot spots a region, the others over all of it. */
export function createPlaceFinder({ regions, habitat }: Species, random: Random): () => Place {
  const hotSpots = new Map<RegionName, Position[]>();
  for (const region of regions) {
    const cells = cellsOf(region, habitat);
    const spots = Array.from({ length: HOT_SPOTS_PER_REGION }, () => pickByArea(random, cells));
    hotSpots.set(region, spots);
  }
  return () => {
    const region = pick(random, regions);
    const isHotSpot = random() < HOT_SPOT_SHARE;
    const cell = isHotSpot
      ? pick(random, hotSpots.get(region) ?? [])
      : pickByArea(random, cellsOf(region, habitat));
    const spread = SPREAD_DEGREES[habitat] + (isHotSpot ? HOT_SPOT_SPREAD_DEGREES : 0);
    const position = stray(random, cell, habitat, spread);
    return { position, region, stepsFromLand: stepsFromLand(position) };
  };
}
