/** Characters of a filter as it was sent. */
export const MAX_LENGTH = 8_000;
/** Parentheses, NOTs and operators within one another; far more than a person writes. */
const MAX_DEPTH = 32;
/** Operators, values and names together. */
const MAX_PARTS = 500;
/** Positions of all geometries together. */
const MAX_POSITIONS = 1_000;

/** Why a filter is refused, and where it stands. The message is for the person who wrote it. */
export class FilterFault extends Error {
  constructor(message: string, at: string) {
    super(`At ${at}: ${message}`);
    this.name = 'FilterFault';
  }
}

/** Counts what a filter costs while it is read, so that no input is read deeper or longer than this. */
export function createBudget() {
  let depth = 0;
  let parts = 0;
  let positions = 0;

  return {
    /** @throws FilterFault when the filter has too many parts. */
    part(at: string): void {
      parts += 1;
      if (parts > MAX_PARTS) {
        throw new FilterFault(`the filter has more than ${MAX_PARTS} parts.`, at);
      }
    },

    /** @throws FilterFault when the geometries have too many positions. */
    position(at: string): void {
      positions += 1;
      if (positions > MAX_POSITIONS) {
        throw new FilterFault(`the geometries have more than ${MAX_POSITIONS} positions.`, at);
      }
    },

    /** @throws FilterFault when the filter is nested too deeply. */
    nested<Result>(at: string, read: () => Result): Result {
      if (depth >= MAX_DEPTH) {
        throw new FilterFault(`the filter is nested deeper than ${MAX_DEPTH} levels.`, at);
      }
      depth += 1;
      try {
        return read();
      } finally {
        depth -= 1;
      }
    },
  };
}

export type Budget = ReturnType<typeof createBudget>;
