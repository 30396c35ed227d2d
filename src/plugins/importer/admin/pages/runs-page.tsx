import { Flex } from '@strapi/design-system';
import { Page, useRBAC } from '@strapi/strapi/admin';
import { useState } from 'react';
import type { RunView } from '../../contract/runs-http';
import { Announcement } from '../components/announcement';
import { ImportsFrame } from '../components/imports-frame';
import { Notice } from '../components/notice';
import { OlderNewer } from '../components/older-newer';
import { RunFilters, type RunFilter } from '../components/run-filters';
import { RunTable } from '../components/run-table';
import { StartDialog } from '../components/start-dialog';
import { paceOfRuns } from '../hooks/poll-pace';
import { useLiveAnswer } from '../hooks/use-live-answer';
import { CAN_RUN } from '../permissions';
import { useWords } from '../words';

const AT_ONCE = 20;

interface RunsAnswer {
  data: RunView[];
  meta: { nextCursor: string | null };
}

const ANY: RunFilter = { source: '', state: '' };

/** The question to the server: filters are part of it, since there may be many pages. */
function askedBy({ source, state }: RunFilter, cursor: string | undefined): string {
  const query = new URLSearchParams({ limit: String(AT_ONCE) });
  if (source) query.set('source', source);
  if (state) query.set('state', state);
  if (cursor !== undefined) query.set('cursor', cursor);
  return query.toString();
}

/** The history, newest first, live while something is under way. */
export function RunsPage() {
  const words = useWords();
  const [trail, setTrail] = useState<string[]>([]);
  const [filter, setFilter] = useState<RunFilter>(ANY);
  const path = `/importer/runs?${askedBy(filter, trail.at(-1))}`;
  const { answer, hasFailed, isLoading, reload } = useLiveAnswer<RunsAnswer>(path, paceOfRuns);
  const { allowedActions } = useRBAC(CAN_RUN);
  const canRun = allowedActions['canRun'] === true;

  function narrow(to: RunFilter) {
    setTrail([]);
    setFilter(to);
  }

  function show() {
    narrow(ANY);
    reload();
  }

  return (
    <ImportsFrame tab="runs" isBusy={isLoading} action={canRun && <StartDialog onStart={show} />}>
      <Flex direction="column" alignItems="stretch" gap={4}>
        <RunFilters filter={filter} onChange={narrow} />
        {hasFailed && (
          <Notice kind="danger" title={words('error.stale')}>
            {words('error.silent')}
          </Notice>
        )}
        {!answer && !hasFailed && <Page.Loading />}
        {answer && (
          <>
            <Announcement runs={answer.data} />
            {answer.data.length === 0 ? (
              <Page.NoData content={words(filter === ANY ? 'runs.none' : 'runs.none.filtered')} />
            ) : (
              <RunTable runs={answer.data} canRun={canRun} onChange={reload} />
            )}
            <OlderNewer trail={trail} next={answer.meta.nextCursor} onGo={setTrail} />
          </>
        )}
      </Flex>
    </ImportsFrame>
  );
}
