import type { GeoLayer } from '../domain/layer';
import { noteOf, type Upkeep } from '../domain/upkeep';
import { pyramidUpkeep } from '../repositories/pyramid-upkeep';
import type { KeptTrigger, UpkeepRepository } from '../repositories/upkeeps';

interface Dependencies {
  upkeeps: UpkeepRepository;
  /** Runs the work in one transaction, on a repository of that transaction. */
  inTransaction: (work: (upkeeps: UpkeepRepository) => Promise<void>) => Promise<void>;
  /** Runs the work while no other process does the same. */
  alone: (work: () => Promise<void>) => Promise<void>;
}

const isOf = (upkeep: Upkeep, kept: KeptTrigger): boolean =>
  kept.table === upkeep.table && kept.note === noteOf(upkeep) && kept.isEnabled;

const isComplete = (upkeep: Upkeep, kept: readonly KeptTrigger[]): boolean =>
  kept.filter((trigger) => isOf(upkeep, trigger)).length === upkeep.triggers.length;

/** Keeps the triggers on the tables of collections. Runs at every boot. */
export const createUpkeepsService = ({ upkeeps, inTransaction, alone }: Dependencies) => {
  const isDone = (wanted: readonly Upkeep[], kept: readonly KeptTrigger[]): boolean =>
    wanted.every((upkeep) => isComplete(upkeep, kept)) &&
    kept.every((trigger) => wanted.some((upkeep) => isOf(upkeep, trigger)));

  return {
    /** What keeps the cells of those layers that ask for it. */
    pyramidsOf: (layers: readonly GeoLayer[]): Upkeep[] =>
      layers.filter(({ pyramid }) => pyramid).map(pyramidUpkeep),

    /**
     * Gives each table what keeps it in step and takes away what is no longer wanted. When all is there
     * nothing is changed and nothing is locked. What is new or defined otherwise is derived anew from
     * its table, once, while nobody writes to it.
     */
    async ensure(wanted: readonly Upkeep[]): Promise<void> {
      if (isDone(wanted, await upkeeps.inspect())) return;
      await alone(async () => {
        const kept = await upkeeps.inspect();
        const missing = wanted.filter((upkeep) => !isComplete(upkeep, kept));
        const standing = wanted.filter((upkeep) => !missing.includes(upkeep));
        const obsolete = kept.filter(
          (trigger) => !standing.some((upkeep) => isOf(upkeep, trigger)),
        );
        for (const table of new Set([...missing, ...obsolete].map((item) => item.table))) {
          await inTransaction(async (locked) => {
            await locked.lock({ table });
            for (const trigger of obsolete) if (trigger.table === table) await locked.drop(trigger);
            for (const upkeep of missing) if (upkeep.table === table) await locked.create(upkeep);
          });
        }
      });
    },
  };
};

export type UpkeepsService = ReturnType<typeof createUpkeepsService>;
