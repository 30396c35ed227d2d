import { setEnvironment } from '../src/env';
import type { MarkVerified } from '../src/plugins/accounts/contract/mark-verified';
import { withApp } from './launcher/load-app';
import { readVerifyUsersOptions } from './verify-users/options';

const say = (line: string) => process.stdout.write(`${line}\n`);

/**
 * `npm run verify-users -- [--dry-run] [--created-before <date>]`: takes the addresses of existing
 * accounts for proven, beside a server or alone. Prints each account and how many there were.
 */
export async function main(args: string[]): Promise<number> {
  const request = readVerifyUsersOptions(args, new Date());
  // The log of a server goes to standard output, where here the result stands.
  setEnvironment({ LOG_LEVEL: 'error' });
  return withApp(async (strapi) => {
    const accounts = strapi.plugin('accounts').service<MarkVerified>('markVerified');
    const did = request.isDryRun ? 'Would mark' : 'Marked';
    let count = 0;
    for await (const { id, username, email } of accounts.run(request)) {
      say(`${did} ${username} <${email}> (${id})`);
      count += 1;
    }
    say(`${did} ${count} ${count === 1 ? 'account' : 'accounts'} as verified.`);
    return 0;
  });
}
