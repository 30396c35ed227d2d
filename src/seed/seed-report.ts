import type { DemoPerson } from './programme/people';
import type { Tally } from './tally';
import type { ProgrammeTally } from './write/demo-programme';
import type { FirstAdmin } from './write/first-admin';

/** What one run of the seed did. Holds a password when it made the panel's first account. */
export interface SeedReport extends ProgrammeTally {
  dataset: Tally;
  taxa: Tally;
  occurrences: Tally;
  people: Tally & { accounts: readonly DemoPerson[] };
  /** Null when the panel had an account already. */
  admin: FirstAdmin | null;
  seconds: number;
}

const line = (name: string, { made, alreadyThere }: Tally) =>
  `  ${name.padEnd(12)} ${String(made).padStart(6)} made ${String(alreadyThere).padStart(6)} already there`;

const firstOfEachRole = (people: readonly DemoPerson[]) =>
  people.filter(({ role }, index) => people.findIndex((other) => other.role === role) === index);

/** The report for a person at a terminal. */
export function describeSeed({ people, admin, seconds, ...data }: SeedReport): string {
  const tallies = { ...data, people };
  const nothingMade = !admin && Object.values(tallies).every(({ made }) => made === 0);
  const lines = [
    nothingMade
      ? 'The demonstration was there already; nothing was changed.'
      : `Demonstration data: real species, invented positions (${seconds.toFixed(1)} s).`,
    ...Object.entries(tallies).map(([name, counts]) => line(name, counts)),
    '',
    'People to look at (invented, without passwords; sign in as them by mail), among them:',
    ...firstOfEachRole(people.accounts).map(
      ({ role, name, email }) => `  ${role.padEnd(12)} ${name} <${email}>`,
    ),
  ];
  if (admin) {
    lines.push(
      '',
      'Admin panel, shown this once and kept nowhere:',
      `  e-mail       ${admin.email}`,
      `  password     ${admin.password}`,
    );
  }
  return `${lines.join('\n')}\n`;
}
