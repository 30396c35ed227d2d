import { Box, Grid, Typography } from '@strapi/design-system';
import type { ReactNode } from 'react';
import type { RunView } from '../../contract/runs-http';
import { asTime, NOTHING } from '../../../../admin/parts/as-time';
import { useWords } from '../words';
import { RunProgress } from './run-progress';
import { RunState } from './run-state';
import { durationOf, modeOf } from './run-table';

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <Box width="100%">
    <Typography tag="dt" variant="sigma" textColor="neutral600">
      {name}
    </Typography>
    <Box tag="dd" paddingTop={1} style={{ overflowWrap: 'anywhere' }}>
      {children}
    </Box>
  </Box>
);

/** What a run is asked to do, how it stands, and what it waits for. */
export function RunFacts({ run }: { run: RunView }) {
  const words = useWords();
  const facts = [
    [words('column.state'), <RunState key="state" run={run} />, 3],
    [words('column.mode'), modeOf(run, words), 3],
    [words('column.started'), asTime(run.startedAt), 3],
    [words('column.duration'), durationOf(run) ?? NOTHING, 3],
    [words('column.profile'), run.profile ?? NOTHING, 3],
    [words('fact.by'), words(run.isScheduled ? 'fact.by.schedule' : 'fact.by.hand'), 3],
    [words('fact.question'), JSON.stringify(run.parameters), 6],
  ] as const;
  return (
    <Box background="neutral0" padding={6} hasRadius shadow="tableShadow">
      <Box tag="dl">
        <Grid.Root gap={5}>
          {facts.map(([name, value, width]) => (
            <Grid.Item key={name} col={width} s={width * 2} xs={12}>
              <Fact name={name}>
                {typeof value === 'string' ? <Typography>{value}</Typography> : value}
              </Fact>
            </Grid.Item>
          ))}
        </Grid.Root>
      </Box>
      {run.state === 'running' && (
        <Box paddingTop={6}>
          <RunProgress run={run} />
        </Box>
      )}
    </Box>
  );
}
