let draining = false;
const listeners = new Set<() => void>();

/** Whether this process is about to stop: readiness says no, and new work belongs elsewhere. */
export const isDraining = (): boolean => draining;

/** From here on this process only finishes what it has begun. There is no way back. */
export function startDraining(): void {
  draining = true;
  for (const listener of listeners) listener();
  listeners.clear();
}

/** Calls `listener` when draining starts, for what stays open by itself; the answer takes it back. */
export function whenDraining(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
