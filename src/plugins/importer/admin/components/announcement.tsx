import { VisuallyHidden } from '@strapi/design-system';
import { useEffect, useState } from 'react';
import type { RunView } from '../../contract/runs-http';
import { asSource } from '../written';
import { useWords } from '../words';
import { percentOf } from './run-progress';

const STEP_PERCENT = 10;

const isUnderWay = ({ state }: RunView) => state === 'queued' || state === 'running';

/**
 * Tells readers of screens how runs get on that were under way since the page was opened: every
 * change of state, and every tenth of the way.
 */
export function Announcement({ runs }: { runs: RunView[] }) {
  const words = useWords();
  const [watched, setWatched] = useState<readonly number[]>([]);

  useEffect(() => {
    const fresh = runs.filter((run) => isUnderWay(run) && !watched.includes(run.id));
    if (fresh.length > 0) setWatched([...watched, ...fresh.map(({ id }) => id)]);
  }, [runs, watched]);

  return (
    <VisuallyHidden aria-live="polite" role="status">
      {runs
        .filter(({ id }) => watched.includes(id))
        .map((run) => {
          const percent = percentOf(run);
          const step = percent === null ? null : percent - (percent % STEP_PERCENT);
          const about = { id: run.id, source: asSource(run.source) };
          const state = words(`state.${run.state}`);
          return (
            <span key={run.id}>
              {run.state === 'running' && step !== null
                ? words('announce.step', { ...about, percent: step })
                : words('announce.state', { ...about, state })}
            </span>
          );
        })}
    </VisuallyHidden>
  );
}
