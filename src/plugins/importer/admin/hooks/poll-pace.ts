import type { RunView } from '../../contract/runs-http';

/** Often enough to watch, and a small question even where one session serves everybody. */
const WATCH_MS = 1500;

const isUnderWay = ({ state }: RunView) => state === 'queued' || state === 'running';

/** How soon to ask again for runs; not at all once nothing is under way. */
export const paceOfRuns = ({ data }: { data: RunView[] }): number | null =>
  data.some(isUnderWay) ? WATCH_MS : null;

export const paceOfRun = ({ data }: { data: RunView }): number | null =>
  isUnderWay(data) ? WATCH_MS : null;
