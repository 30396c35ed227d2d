import { setEnvironment } from '../src/env';
import { withApp } from './launcher/load-app';
import type { Run } from '../src/plugins/importer/contract/run';
import { confirm } from './import/confirm';
import { readImportOptions } from './import/options';
import { asksForProfiles, readProfileOptions } from './import/profile-options';
import { createReporter } from './import/reporter';
import { runProfiles } from './import/run-profiles';
import { runQuestion } from './import/run-question';

/** Exit codes that a script can tell apart. */
const EXIT_CODES: Partial<Record<Run['state'], number>> = { succeeded: 0, partial: 2 };
const FAILED = 1;
const UNCONFIRMED = 2;
const INTERRUPTED = 130;
/** A run that asks whether it may withdraw so much. */
const ASKS = 3;

const EVERYTHING =
  'A full import reads everything again, which takes its providers and this server hours. Go on?';

type Reporter = ReturnType<typeof createReporter>;

/** @returns the exit code of a refusal; `null` to go on. */
async function refuseFull(reporter: Reporter): Promise<number | null> {
  const answer = await confirm(EVERYTHING, { input: process.stdin, output: process.stderr });
  if (answer === null) reporter.say('A full import must be confirmed: add --yes.');
  return answer ? null : UNCONFIRMED;
}

/** The code of the worst end: of several, the one that most needs a person. */
function exitCodeOf(ends: (Run['state'] | null)[], isInterrupted: boolean): number {
  if (isInterrupted) return INTERRUPTED;
  const codes = ends.map((state) => {
    if (state === 'paused') return ASKS;
    return (state && EXIT_CODES[state]) ?? FAILED;
  });
  return [FAILED, ASKS, UNCONFIRMED].find((code) => codes.includes(code)) ?? 0;
}

/**
 * `npm run import -- <source> ...`: runs one import to its end, or those of profiles, beside a server
 * or alone. The first SIGINT or SIGTERM lets the run finish what it is writing; the same command
 * continues it later.
 */
export async function main(args: string[]): Promise<number> {
  const given = asksForProfiles(args)
    ? { profiles: readProfileOptions(args), question: null }
    : { profiles: null, question: readImportOptions(args) };
  const { isJson, isConfirmed, mode } = given.profiles ?? given.question;
  const reporter = createReporter({ isJson, output: process.stdout, log: process.stderr });
  const refusal = mode === 'full' && !isConfirmed ? await refuseFull(reporter) : null;
  if (refusal !== null) return refusal;
  // The log of a server goes to standard output, where here the result stands.
  setEnvironment({ LOG_LEVEL: 'error' });
  const stop = new AbortController();
  const interrupt = () => {
    reporter.say('Finishing the records at hand; run the same command to go on.');
    stop.abort();
  };
  return withApp(async (strapi) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, interrupt);
    try {
      const { signal } = stop;
      const ends = given.profiles
        ? await runProfiles(strapi, { options: given.profiles, reporter, signal })
        : await runQuestion(strapi, { options: given.question, reporter, signal });
      return exitCodeOf(ends, signal.aborted);
    } catch (error) {
      if ((error as Error).name !== 'Problem') throw error;
      reporter.say((error as Error).message);
      return FAILED;
    } finally {
      reporter.close();
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, interrupt);
    }
  });
}
