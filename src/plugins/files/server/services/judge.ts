import { endingOf } from '../domain/accepted-types';
import { labelOf } from '../domain/label';
import type { RefusedFile } from '../errors';
import type { AcceptedContent } from '../inspection/verdict';
import type { Inspector } from './inspector';
import type { Scanner } from './scanner';

interface Dependencies {
  inspector: Pick<Inspector, 'inspect'>;
  scanner: Scanner;
}

/** A file on its way in. */
export interface IncomingFile {
  /** As the client wrote it. */
  filename: string;
  path: string;
  bytes: number;
}

/** Says what becomes of files that people send, by whichever door. */
export function createJudge({ inspector, scanner }: Dependencies) {
  return {
    /** What is wrong with a file, or what it is and where it lies, written anew. */
    async judge(file: IncomingFile, index: number): Promise<RefusedFile | AcceptedContent> {
      const name = labelOf(file.filename);
      if (file.bytes === 0) return { index, code: 'empty-file', message: `${name} is empty.` };
      if (await scanner.isInfected(file.path)) {
        return { index, code: 'infected', message: `${name} holds a virus.` };
      }
      const verdict = await inspector.inspect({
        path: file.path,
        outputPath: `${file.path}.new`,
        ending: endingOf(name),
      });
      if (verdict.isAccepted) return verdict;
      return { index, code: 'unsupported-content', message: `${name}: ${verdict.reason}` };
    },
  };
}

export type Judge = ReturnType<typeof createJudge>;
