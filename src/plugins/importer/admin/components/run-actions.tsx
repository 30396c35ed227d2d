import { Flex } from '@strapi/design-system';
import { AskButton } from '../../../../admin/parts/ask-button';
import type { RunView } from '../../contract/runs-http';
import { useCall } from '../hooks/use-call';
import { asNumber } from '../written';
import { useWords } from '../words';
import { isAsking } from './run-state';

interface RunActionsProps {
  run: RunView;
  size?: 'S' | 'M';
  /** Called when the run was changed. */
  onChange: () => void;
}

const CAN_CANCEL = ['queued', 'running', 'paused'];
const CAN_RESUME = ['paused', 'failed', 'cancelled'];

/** What can be done with a run as it stands. */
export function RunActions({ run, size = 'M', onChange }: RunActionsProps) {
  const words = useWords();
  const call = useCall();
  const { id, state, askedWithdrawals } = run;
  const asked = askedWithdrawals.reduce((sum, { records }) => sum + records, 0);

  const does = (path: string, done: string, body?: object) => async () => {
    const answer = await call(`/importer/runs/${id}/${path}`, { ...(body && { body }), done });
    if (answer) onChange();
    return answer !== undefined;
  };

  return (
    <Flex gap={2} justifyContent="flex-end">
      {isAsking(run) && (
        <AskButton
          label={words('run.carry-on')}
          variant="danger"
          size={size}
          question={words('run.carry-on.question', {
            records: asNumber(asked),
            datasets: askedWithdrawals.length,
          })}
          backLabel={words('button.back')}
          onConfirm={does('resume', words('run.resumed'), { confirmWithdrawals: true })}
        />
      )}
      {!isAsking(run) && CAN_RESUME.includes(state) && (
        <AskButton
          label={words('run.resume')}
          size={size}
          question={words('run.resume.question')}
          backLabel={words('button.back')}
          onConfirm={does('resume', words('run.resumed'))}
        />
      )}
      {CAN_CANCEL.includes(state) && !(run.isCancelRequested && state === 'running') && (
        <AskButton
          label={words('run.cancel')}
          variant="danger-light"
          size={size}
          question={words('run.cancel.question')}
          backLabel={words('button.back')}
          onConfirm={does('cancel', words('run.cancelled'))}
        />
      )}
    </Flex>
  );
}
