let draining = false;

/** Whether this process is about to stop: readiness says no, and new work belongs elsewhere. */
export const isDraining = (): boolean => draining;

/** From here on this process only finishes what it has begun. There is no way back. */
export function startDraining(): void {
  draining = true;
}
