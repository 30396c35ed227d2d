import path from 'node:path';
import { onEmbedded } from '../support/database';
import { FILES } from './catalogue';

/** A case of the acceptance catalogue, or a part of one: several entries may share an id. */
export interface AcceptanceCase {
  /** `A-01`; stable, since reports and discussions name it. */
  id: string;
  /** What must hold, as a sentence. */
  title: string;
  run: () => Promise<void>;
  /** Needs several connections at once, which the embedded database does not have. */
  needsServer?: boolean;
}

/** Makes a test of each case, and one that says when the file does not have the cases it is to have. */
export function runCases(name: string, cases: readonly AcceptanceCase[]): void {
  const file = path.basename(expect.getState().testPath ?? '', '.test.ts');
  describe(name, () => {
    it('has the cases that the catalogue expects here', () => {
      expect([...new Set(cases.map(({ id }) => id))].sort()).toEqual(FILES[file]);
    });
    const here = cases.filter(({ needsServer }) => !(needsServer && onEmbedded()));
    for (const { id, title, run } of here) it(`${id} ${title}`, run);
  });
}
