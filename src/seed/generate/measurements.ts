import type { Group, Species } from '../catalogue/species-table';
import { pickWeighted, type Random, wholeBetween } from '../../lib/random';

/** How deep the sea may be, by cells from land: an invention that keeps depths believable. */
export function deepestAt(stepsFromLand: number): number {
  if (stepsFromLand <= 1) return 60;
  if (stepsFromLand === 2) return 120;
  if (stepsFromLand === 3) return 250;
  if (stepsFromLand <= 6) return 700;
  return stepsFromLand <= 10 ? 1800 : 4200;
}

const SHARE_WITH_DEPTH: Record<Group, number> = {
  mammals: 0.2,
  birds: 0,
  turtles: 0.35,
  fishes: 0.75,
  invertebrates: 0.8,
  plants: 0.9,
};

const BASES: Record<Group, Record<string, number>> = {
  mammals: { HumanObservation: 82, MachineObservation: 16, PreservedSpecimen: 2 },
  birds: { HumanObservation: 84, MachineObservation: 15, PreservedSpecimen: 1 },
  turtles: { HumanObservation: 70, MachineObservation: 28, PreservedSpecimen: 2 },
  fishes: {
    HumanObservation: 62,
    MachineObservation: 6,
    PreservedSpecimen: 22,
    MaterialSample: 10,
  },
  invertebrates: { HumanObservation: 48, PreservedSpecimen: 36, MaterialSample: 16 },
  plants: { HumanObservation: 74, PreservedSpecimen: 24, MaterialSample: 2 },
};

export interface DepthRange {
  minimumDepthInMeters: number | null;
  maximumDepthInMeters: number | null;
}

/** A depth range inside both the species' range and the water at the place; often none. */
export function makeDepth(random: Random, species: Species, deepest: number): DepthRange {
  const range = species.depthRangeMeters;
  if (!range || random() >= SHARE_WITH_DEPTH[species.group] || range[0] > deepest) {
    return { minimumDepthInMeters: null, maximumDepthInMeters: null };
  }
  const [shallowest, low] = [range[0], Math.min(range[1], deepest)];
  // Squared: most sampling is nearer to the surface than to the deep end of a range.
  const minimum = Math.round(shallowest + (low - shallowest) * random() ** 2);
  const thickness = random() < 0.5 ? 0 : Math.round((low - minimum) * random() * 0.4);
  return { minimumDepthInMeters: minimum, maximumDepthInMeters: minimum + thickness };
}

export const makeBasisOfRecord = (random: Random, group: Group): string =>
  pickWeighted(random, BASES[group]);

/** Few animals at a time, now and then a crowd. Plants are not counted. */
export function makeIndividualCount(random: Random, group: Group, basis: string): string | null {
  if (group === 'plants' || random() < 0.35) return null;
  if (basis === 'MachineObservation' || basis === 'PreservedSpecimen') return '1';
  return String(Math.max(1, Math.round(10 ** (random() ** 2 * 2.3))));
}

const SEXED: readonly Group[] = ['mammals', 'birds', 'turtles'];

export function makeSexAndLifeStage(
  random: Random,
  group: Group,
): { sex: string | null; lifeStage: string | null } {
  if (!SEXED.includes(group) || random() < 0.7) return { sex: null, lifeStage: null };
  return {
    sex: pickWeighted(random, { female: 45, male: 40, unknown: 15 }),
    lifeStage: pickWeighted(random, { adult: 70, juvenile: 22, subadult: 8 }),
  };
}

/** How a position was written down: its decimals, and the uncertainty that goes with them. */
export function makeCoordinatePrecision(random: Random): {
  decimals: number;
  coordinateUncertaintyInMeters: number | null;
} {
  const decimals = Number(pickWeighted(random, { '2': 15, '3': 30, '4': 40, '5': 15 }));
  const uncertainty = { 2: 1000, 3: 100, 4: 25, 5: 5 }[decimals] ?? 1000;
  const known = random() < 0.8;
  return {
    decimals,
    coordinateUncertaintyInMeters: known ? uncertainty * wholeBetween(random, 1, 4) : null,
  };
}
