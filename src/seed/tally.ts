/** How many rows of a kind a run made, and how many it found. */
export interface Tally {
  made: number;
  alreadyThere: number;
}

export const tally = (made: number, wanted: number): Tally => ({
  made,
  alreadyThere: wanted - made,
});
