import type { WormsRecord } from './worms-record';

/** WoRMS has some forty ranks. More steps than this are a circle. */
const MAX_STEPS = 60;

/**
 * The place of a name in the classification, as the AphiaIDs from the root down to its accepted name,
 * each followed by a slash: whatever is under a taxon begins with the taxon's own path, synonyms too.
 * @returns `null` when a step is not known or the steps lead in a circle.
 */
export function classificationPath(
  aphiaId: number,
  recordOf: (aphiaId: number) => WormsRecord | null | undefined,
): string | null {
  const record = recordOf(aphiaId);
  if (!record) return null;
  const steps: number[] = [];
  for (let next: number | null = record.validAphiaId ?? aphiaId; next !== null; ) {
    const step = recordOf(next);
    if (!step || steps.length >= MAX_STEPS) return null;
    steps.unshift(next);
    next = step.parentAphiaId === next ? null : step.parentAphiaId;
  }
  return `${steps.join('/')}/`;
}
