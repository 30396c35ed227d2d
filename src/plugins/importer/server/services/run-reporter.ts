import type { Knex } from 'knex';
import { composeMail } from '../../../../lib/mail/compose-mail';
import type { Administrators } from '../../../accounts/contract/administrators';
import type { Outbox } from '../../../jobs/contract/outbox';
import type { Run } from '../../contract/run';
import { describeAsked, needsLook, reportValues } from '../domain/run-report';
import { frame, needsLook as words } from '../mails/en';
import type { RunSignals } from '../repositories/run-signals';

interface ReporterDependencies {
  runs: RunSignals;
  administrators: () => Administrators;
  outbox: () => Outbox;
  panelUrl: string;
  log: { warn(message: string): void };
}

/** Tells people how a run ended, in the transaction that writes the end down. */
export type RunReporter = (trx: Knex.Transaction, run: Run) => Promise<void>;

/**
 * Says in the log what a run asks, and mails administrators about a scheduled one that is not well:
 * once a run, however often it goes on.
 */
export function createRunReporter(dependencies: ReporterDependencies): RunReporter {
  const { runs, administrators, outbox, panelUrl, log } = dependencies;
  return async (trx, run) => {
    const asked = describeAsked(run);
    if (run.state === 'paused' && run.mode !== 'dry-run' && asked !== undefined) {
      log.warn(`Import ${run.id} from ${run.source} asks whether it may withdraw ${asked}`);
    }
    if (!needsLook(run) || !(await runs.claimReport(trx, run.id))) return;
    const link = `${panelUrl}/plugins/importer/runs/${run.id}`;
    const mail = composeMail(words, frame, { ...reportValues(run), link });
    for (const to of await administrators().findAddresses(trx)) {
      await outbox().enqueue(trx, { kind: 'import-report', to, ...mail });
    }
  };
}
