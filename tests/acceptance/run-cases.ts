import { onEmbedded } from '../support/database';

/** A case of the acceptance catalogue. */
export interface AcceptanceCase {
  /** `A-01`; stable, since reports and discussions name it. */
  id: string;
  /** What must hold, as a sentence. */
  title: string;
  run: () => Promise<void>;
  /** Needs several connections at once, which the embedded database does not have. */
  needsServer?: boolean;
  /** Why it cannot hold yet. It runs all the same, and the suite fails on the day it starts to hold. */
  notYet?: string;
}

/** The cases `A-01` to `A-20`, say. */
export interface Catalogue {
  letter: string;
  count: number;
}

const idsOf = ({ letter, count }: Catalogue): string[] =>
  Array.from({ length: count }, (_, index) => `${letter}-${String(index + 1).padStart(2, '0')}`);

/** Makes a test of each case, and one that says when a case of the catalogue has none. */
export function runCases(catalogue: Catalogue, cases: readonly AcceptanceCase[]): void {
  it(`has every case from ${catalogue.letter}-01 to ${catalogue.letter}-${catalogue.count}`, () => {
    expect([...new Set(cases.map(({ id }) => id))].sort()).toEqual(idsOf(catalogue));
  });
  const here = cases.filter(({ needsServer }) => !(needsServer && onEmbedded()));
  for (const { id, title, run, notYet } of here) {
    if (notYet) it.failing(`${id} ${title} (not yet: ${notYet})`, run);
    else it(`${id} ${title}`, run);
  }
}
