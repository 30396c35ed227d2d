import { BIRDS, TURTLES } from './birds-and-turtles';
import { BONY_FISHES, SHARKS_AND_RAYS } from './fishes';
import { INVERTEBRATES, PLANTS_AND_ALGAE } from './invertebrates-and-plants';
import { MAMMALS } from './mammals';
import type { Species } from './species-table';

/** Every species of the demonstration. The names and AphiaIDs are facts; the rest is coarse. */
export const SPECIES: readonly Species[] = [
  ...MAMMALS,
  ...TURTLES,
  ...BIRDS,
  ...SHARKS_AND_RAYS,
  ...BONY_FISHES,
  ...INVERTEBRATES,
  ...PLANTS_AND_ALGAE,
];
