import { noSuchRun } from '../errors';

const RUN_ID = /^[1-9]\d{0,14}$/;

/** The run that a path names. What is no number is no run either, and not known to be anything else. */
export function runIdOf({ params }: { params: Record<string, string> }): number {
  const id = params['id'] ?? '';
  if (!RUN_ID.test(id)) throw noSuchRun();
  return Number(id);
}
