import type { CellDeltaRepository } from '../repositories/cell-deltas';

const EVERY_MS = 1000;
/** Reading so many takes about half a millisecond. */
const FOLD_FROM = 2048;

interface Dependencies {
  deltas: CellDeltaRepository;
  report: (error: unknown) => void;
}

/**
 * Folds what writers append to the pyramid, beside them: a writer that did it itself would keep its
 * transaction open for a tenth of a second.
 */
export function createFoldKeeper({ deltas, report }: Dependencies) {
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> | undefined;
  let hasFailed = false;

  async function look(): Promise<void> {
    if (await deltas.areWaiting(FOLD_FROM)) await deltas.fold();
  }

  /** Says once that it fails: a database that is away is away for more than a second. */
  async function lookAgain(): Promise<void> {
    try {
      await look();
      hasFailed = false;
    } catch (error) {
      if (!hasFailed) report(error);
      hasFailed = true;
    } finally {
      looking = undefined;
    }
  }

  return {
    start(): void {
      clearInterval(timer);
      timer = setInterval(() => {
        looking ??= lookAgain();
      }, EVERY_MS).unref();
    },

    /** No look is under way afterwards. */
    async stop(): Promise<void> {
      clearInterval(timer);
      await looking;
    },
  };
}

export type FoldKeeper = ReturnType<typeof createFoldKeeper>;
