import { Badge } from '@strapi/design-system';
import type { RunView } from '../../contract/runs-http';
import { useWords } from '../words';

const VARIANTS = {
  queued: 'neutral',
  running: 'secondary',
  paused: 'warning',
  succeeded: 'success',
  partial: 'warning',
  failed: 'danger',
  cancelled: 'neutral',
} as const;

/** Whether a paused run waits for somebody to allow what it would withdraw. */
export const isAsking = ({ state, mode, askedWithdrawals }: RunView): boolean =>
  state === 'paused' && mode !== 'dry-run' && askedWithdrawals.length > 0;

/** Whether an import would wait after a dry run that found the same. */
export const wouldAsk = ({ mode, askedWithdrawals }: RunView): boolean =>
  mode === 'dry-run' && askedWithdrawals.length > 0;

/** How a run stands, as a word in a colour. */
export function RunState({ run }: { run: RunView }) {
  const words = useWords();
  const isEnding = run.isCancelRequested && run.state === 'running';
  const key = isEnding ? 'ending' : isAsking(run) ? 'asking' : run.state;
  return <Badge variant={VARIANTS[run.state]}>{words(`state.${key}`)}</Badge>;
}
