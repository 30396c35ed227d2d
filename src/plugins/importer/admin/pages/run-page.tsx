import { Flex, Grid } from '@strapi/design-system';
import { BackButton, Layouts, Page, useRBAC } from '@strapi/strapi/admin';
import { useParams } from 'react-router-dom';
import type { RunView } from '../../contract/runs-http';
import { Announcement } from '../components/announcement';
import { byCount, CountTable } from '../components/count-table';
import { RejectedRecords } from '../components/rejected-records';
import { RunActions } from '../components/run-actions';
import { RunFacts } from '../components/run-facts';
import { RunNotices } from '../components/run-notices';
import { Section } from '../../../../admin/parts/section';
import { WithdrawalTable } from '../components/withdrawal-table';
import { paceOfRun } from '../hooks/poll-pace';
import { useLiveAnswer } from '../hooks/use-live-answer';
import { CAN_RUN } from '../permissions';
import { asSource } from '../written';
import { useWords } from '../words';

const OUTCOMES = [
  'read',
  'inserted',
  'updated',
  'unchanged',
  'rejected',
  'repeated',
  'withdrawn',
] as const;

/** The report of a run: what became of its records, and what was met on the way. */
function Report({ run }: { run: RunView }) {
  const words = useWords();
  const outcomes = OUTCOMES.map((outcome) => [words(`outcome.${outcome}`), run[outcome]] as const);
  const lists = [
    ['flags', run.flags],
    ['reasons', run.reasons],
    ['drift', run.drift],
  ] as const;
  return (
    <Grid.Root gap={6}>
      <Grid.Item col={6} s={12} xs={12} alignItems="stretch" direction="column">
        <Section title={words('outcomes.title')}>
          <CountTable
            caption={words('outcomes.title')}
            counted={words('column.outcome')}
            counts={outcomes}
          />
        </Section>
      </Grid.Item>
      {lists.map(([name, counts]) => (
        <Grid.Item key={name} col={6} s={12} xs={12} alignItems="stretch" direction="column">
          <Section title={words(`${name}.title`)}>
            <CountTable
              caption={words(`${name}.title`)}
              counted={words(`${name}.column`)}
              counts={byCount(counts)}
            />
          </Section>
        </Grid.Item>
      ))}
    </Grid.Root>
  );
}

/** What a run withdrew, or a dry run would have. */
function Withdrawn({ run }: { run: RunView }) {
  const words = useWords();
  const title = words(run.mode === 'dry-run' ? 'withdrawn.dry.title' : 'withdrawn.title');
  return (
    <Section title={title}>
      <WithdrawalTable caption={title} withdrawals={run.withdrawals} />
    </Section>
  );
}

/** One run: how it stands, live while it is under way, and what it reports. */
export function RunPage() {
  const words = useWords();
  const { id = '' } = useParams();
  const path = `/importer/runs/${encodeURIComponent(id)}`;
  const { answer, hasFailed, reload } = useLiveAnswer<{ data: RunView }>(path, paceOfRun);
  const { allowedActions } = useRBAC(CAN_RUN);

  if (!answer && hasFailed) return <Page.Error content={words('run.missing')} />;
  if (!answer) return <Page.Loading />;
  const run = answer.data;
  const title = words('run.name', { id: run.id, source: asSource(run.source) });
  const canRun = allowedActions['canRun'] === true;
  return (
    <Page.Main>
      <Page.Title>{title}</Page.Title>
      <Layouts.Header
        title={title}
        subtitle={words(run.mode === 'dry-run' ? 'run.dry.subtitle' : 'run.subtitle')}
        navigationAction={<BackButton fallback=".." />}
        primaryAction={canRun && <RunActions run={run} onChange={reload} />}
      />
      <Layouts.Content>
        <Announcement runs={[run]} />
        <Flex direction="column" alignItems="stretch" gap={8} paddingBottom={8}>
          <RunFacts run={run} />
          <RunNotices run={run} />
          <Report run={run} />
          {run.withdrawals.length > 0 && <Withdrawn run={run} />}
          {run.rejected > 0 && <RejectedRecords key={run.rejected} run={run} />}
        </Flex>
      </Layouts.Content>
    </Page.Main>
  );
}
