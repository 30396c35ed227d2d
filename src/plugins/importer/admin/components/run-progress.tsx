import { Flex, Typography } from '@strapi/design-system';
import type { RunView } from '../../contract/runs-http';
import { asDuration, asNumber, asSource } from '../written';
import { useWords, type Words } from '../words';
import { ProgressBar } from './progress-bar';

/** How far a run is, in whole percent; null where the provider does not say how many records come. */
export function percentOf({ read, expected }: RunView): number | null {
  if (expected === null || expected <= 0) return null;
  return Math.min(100, Math.floor((read / expected) * 100));
}

const paceOf = (words: Words, { recordsPerSecond, secondsLeft }: RunView) =>
  [
    recordsPerSecond !== null && words('progress.rate', { rate: asNumber(recordsPerSecond) }),
    secondsLeft !== null && words('progress.left', { time: asDuration(secondsLeft) }),
  ].filter((part) => part !== false);

/** How far a run is that is under way, its pace, and what is left at that pace. */
export function RunProgress({ run }: { run: RunView }) {
  const words = useWords();
  const percent = percentOf(run);
  const { read, expected } = run;
  const counted =
    expected === null
      ? words('progress.read', { read: asNumber(read) })
      : words('progress.of', { read: asNumber(read), expected: asNumber(expected) });
  return (
    <Flex direction="column" alignItems="stretch" gap={1} minWidth="18rem">
      {percent !== null && (
        <ProgressBar
          percent={percent}
          label={words('progress.label', { id: run.id, source: asSource(run.source) })}
        />
      )}
      <Typography variant="pi" textColor="neutral600">
        {[counted, ...paceOf(words, run)].join(' · ')}
      </Typography>
    </Flex>
  );
}
