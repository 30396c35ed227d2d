import type { AddByEmail, AddOutcome, AddReport } from '../src/api/group/contract/add-by-email';
import { setEnvironment } from '../src/env';
import { readAddToGroupOptions } from './add-to-group/options';
import { LauncherError } from './launcher/launcher-error';
import { withApp } from './launcher/load-app';

const WORDS: Record<AddOutcome, string> = {
  added: 'added',
  'already-member': 'is a member already',
  'unknown-person': 'refused: nobody has this address',
  skipped: 'not added, because another address was refused',
};

function describe({ group, isDryRun, isRefused, people }: AddReport): string {
  const lines = people.map(({ email, outcome }) => `${email}: ${WORDS[outcome]}`);
  const added = people.filter(({ outcome }) => outcome === 'added').length;
  const did = isDryRun ? 'Would add' : 'Added';
  const sum = isRefused
    ? `Nobody was added to ${group}.`
    : `${did} ${added} ${added === 1 ? 'person' : 'people'} to ${group}.`;
  return [...lines, sum].join('\n');
}

/**
 * `npm run add-to-group -- <code> <e-mail> ...`: makes people members of a group, beside a server or
 * alone. Prints what became of each address; 1 when any was refused, and then nobody was added.
 */
export async function main(args: string[]): Promise<number> {
  const { group, emails, isDryRun, isJson } = readAddToGroupOptions(args);
  // The log of a server goes to standard output, where here the result stands.
  setEnvironment({ LOG_LEVEL: 'error' });
  return withApp(async (strapi) => {
    const service = strapi.service('api::group.add-by-email') as unknown as AddByEmail;
    const report = await service.run({ group, emails, isDryRun });
    if (!report) throw new LauncherError(`There is no group ${group}.`);
    process.stdout.write(`${isJson ? JSON.stringify(report) : describe(report)}\n`);
    return report.isRefused ? 1 : 0;
  });
}
