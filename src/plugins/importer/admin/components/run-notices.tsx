import { Flex } from '@strapi/design-system';
import type { RunView } from '../../contract/runs-http';
import { useWords } from '../words';
import { Notice } from './notice';
import { isAsking, wouldAsk } from './run-state';
import { WithdrawalTable } from './withdrawal-table';

/** What a paused run asks, or an import after a dry run would ask, dataset by dataset. */
function Asked({ run }: { run: RunView }) {
  const words = useWords();
  const isDry = run.mode === 'dry-run';
  const title = words(isDry ? 'asked.dry.title' : 'asked.title');
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <Notice kind="warning" title={title}>
        {words(isDry ? 'asked.dry.text' : 'asked.text')}
      </Notice>
      <WithdrawalTable caption={title} withdrawals={run.askedWithdrawals} />
    </Flex>
  );
}

/** What went wrong, what was odd, and what a run waits for. */
export function RunNotices({ run }: { run: RunView }) {
  const words = useWords();
  const isToAsk = isAsking(run) || wouldAsk(run);
  if (!run.error && !isToAsk && run.warnings.length === 0) return null;
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      {run.error && (
        <Notice kind="danger" title={words('error.title')}>
          {run.error.detail} ({run.error.code})
        </Notice>
      )}
      {isToAsk && <Asked run={run} />}
      {run.warnings.map(({ code, detail, count, isLossy }) => (
        <Notice
          key={`${code} ${detail}`}
          kind={isLossy ? 'warning' : 'plain'}
          title={words(isLossy ? 'warning.lossy' : 'warning.odd')}
        >
          {words('warning.text', { detail, count })}
        </Notice>
      ))}
    </Flex>
  );
}
