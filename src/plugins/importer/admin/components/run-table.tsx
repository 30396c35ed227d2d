import { Flex, Link, Td, Tr, Typography } from '@strapi/design-system';
import { NavLink } from 'react-router-dom';
import type { RunView } from '../../contract/runs-http';
import { asTime, NOTHING } from '../../../../admin/parts/as-time';
import { asDuration, asNumber, asSource } from '../written';
import { useWords, type WordKey, type Words } from '../words';
import { ListTable } from '../../../../admin/parts/list-table';
import { RunActions } from './run-actions';
import { RunProgress } from './run-progress';
import { RunState } from './run-state';

const OUTCOMES = ['inserted', 'updated', 'unchanged', 'rejected', 'repeated', 'withdrawn'] as const;

/** How long a run took; null while it is not over. */
export function durationOf({ startedAt, finishedAt }: RunView): string | null {
  if (!startedAt || !finishedAt) return null;
  return asDuration((Date.parse(finishedAt) - Date.parse(startedAt)) / 1000);
}

const MODES: Record<string, WordKey> = {
  full: 'mode.full',
  incremental: 'mode.incremental',
  'dry-run': 'mode.dry-run',
};

/** How a run imports, in words. */
export function modeOf({ mode }: RunView, words: Words): string {
  const key = MODES[mode];
  return key ? words(key) : mode;
}

/** The outcomes that are not zero, in words. */
function Outcomes({ run }: { run: RunView }) {
  const words = useWords();
  const counted = OUTCOMES.filter((outcome) => run[outcome] > 0).map((outcome) =>
    words(`outcome.count.${outcome}`, { count: asNumber(run[outcome]) }),
  );
  return (
    <Flex direction="column" alignItems="flex-start" gap={1}>
      <Typography>{words('outcome.count.read', { count: asNumber(run.read) })}</Typography>
      {counted.length > 0 && (
        <Typography variant="pi" textColor="neutral600">
          {counted.join(', ')}
        </Typography>
      )}
    </Flex>
  );
}

interface RunTableProps {
  runs: RunView[];
  canRun: boolean;
  onChange: () => void;
}

/** Runs, newest first; one that is under way shows how far it is. */
export function RunTable({ runs, canRun, onChange }: RunTableProps) {
  const words = useWords();
  const columns = [
    words('column.run'),
    words('column.mode'),
    words('column.state'),
    words('column.started'),
    words('column.records'),
    '',
  ];
  return (
    <ListTable
      caption={words('runs.caption')}
      columns={columns}
      actionsLabel={words('column.actions')}
      rowCount={runs.length}
    >
      {runs.map((run) => (
        <Tr key={run.id}>
          <Td>
            <Flex direction="column" alignItems="flex-start" gap={1}>
              <Link tag={NavLink} to={String(run.id)}>
                {words('run.name', { id: run.id, source: asSource(run.source) })}
              </Link>
              {run.profile !== null && (
                <Typography variant="pi" textColor="neutral600">
                  {run.profile}
                </Typography>
              )}
            </Flex>
          </Td>
          <Td>
            <Typography>{modeOf(run, words)}</Typography>
          </Td>
          <Td>
            <RunState run={run} />
          </Td>
          <Td>
            <Flex direction="column" alignItems="flex-start" gap={1}>
              <Typography>{asTime(run.startedAt)}</Typography>
              <Typography variant="pi" textColor="neutral600">
                {durationOf(run) ?? NOTHING}
              </Typography>
            </Flex>
          </Td>
          <Td>{run.state === 'running' ? <RunProgress run={run} /> : <Outcomes run={run} />}</Td>
          <Td>{canRun && <RunActions run={run} size="S" onChange={onChange} />}</Td>
        </Tr>
      ))}
    </ListTable>
  );
}
