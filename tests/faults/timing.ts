import { parseArgs } from 'node:util';
import type { Knex } from 'knex';
import { createRandom } from '../../src/lib/random';
import type { AccountStatus } from '../../src/plugins/accounts/contract/principal';
import { mannWhitney, medianOf } from '../support/mann-whitney';
import { makePerson } from '../support/people';
import { runProof, say, type ProofServer } from './proof';

/*
 * Proves that how long an answer takes tells nobody whether an address has an account (A-01, R7):
 * pairs of one with an account and one without, in random order, on a server of its own without
 * limits. By chance one in a hundred comparisons of equals has p <= 0.01.
 *   DATABASE_URL=<scratch database, emptied> \
 *   node --require ./tests/support/typescript-hook.cjs tests/faults/timing.ts --pairs 500
 */
const { values } = parseArgs({
  options: {
    pairs: { type: 'string', default: '500' },
    seed: { type: 'string', default: String(Date.now() % 100_000) },
    /** Only the comparisons whose name has this in it. */
    only: { type: 'string', default: '' },
  },
});
const PAIRS = Number(values.pairs);
const WARM_UP = 50;
const MOST_APART_MS = 5;
const LEAST_P = 0.01;

interface Comparison {
  path: string;
  /** Of the accounts; the other one of each pair has none. */
  status: AccountStatus;
  bodyFor: (email: string) => object;
  answer: number;
}

const byEmail = (email: string) => ({ email });
const byPassword = (identifier: string) => ({ identifier, password: 'not this one at all' });
const COMPARISONS: Comparison[] = [
  { path: 'magic-link', status: 'active', bodyFor: byEmail, answer: 202 },
  { path: 'magic-link', status: 'suspended', bodyFor: byEmail, answer: 202 },
  { path: 'password-reset', status: 'active', bodyFor: byEmail, answer: 202 },
  { path: 'password-reset', status: 'pending', bodyFor: byEmail, answer: 202 },
  { path: 'verify-email/resend', status: 'pending', bodyFor: byEmail, answer: 202 },
  { path: 'login', status: 'active', bodyFor: byPassword, answer: 401 },
];

const inMs = (value: number) => `${value.toFixed(2)} ms`;

async function millisecondsOf(url: string, body: object, expected: number): Promise<number> {
  const startedAt = performance.now();
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  await answer.arrayBuffer();
  const took = performance.now() - startedAt;
  if (answer.status !== expected) throw new Error(`${url} answered ${answer.status}`);
  return took;
}

/** @returns what is wrong; nothing when the two cannot be told apart. */
async function compare(
  base: string,
  db: Knex,
  { path, status, bodyFor, answer }: Comparison,
): Promise<string[]> {
  const random = createRandom(Number(values.seed));
  const url = `${base}/api/auth/${path}`;
  const times = { known: [] as number[], unknown: [] as number[] };
  for (let pair = -WARM_UP; pair < PAIRS; pair += 1) {
    const { email, documentId } = await makePerson({ db }, { status });
    // As long as the other, so that nothing differs but the account.
    const stranger = email.replace(documentId, [...documentId].reverse().join(''));
    const turns: ['known' | 'unknown', string][] = [
      ['known', email],
      ['unknown', stranger],
    ];
    if (random() < 0.5) turns.reverse();
    for (const [kind, address] of turns) {
      const took = await millisecondsOf(url, bodyFor(address), answer);
      if (pair >= 0) times[kind].push(took);
    }
  }
  const [known, unknown] = [medianOf(times.known), medianOf(times.unknown)];
  const p = mannWhitney(times.known, times.unknown);
  const name = `${path} (${status})`;
  say(
    `${name}: median ${inMs(known)} with an account, ${inMs(unknown)} without, ` +
      `${inMs(Math.abs(known - unknown))} apart, p = ${p.toFixed(4)}`,
  );
  return [
    ...(Math.abs(known - unknown) < MOST_APART_MS ? [] : [`${name}: the medians are apart`]),
    ...(p > LEAST_P ? [] : [`${name}: the two are distributed differently`]),
  ];
}

async function prove({ base, db }: ProofServer): Promise<string[]> {
  say(`${PAIRS} pairs each, seed ${values.seed}`);
  const faults: string[] = [];
  for (const comparison of COMPARISONS) {
    const name = `${comparison.path} (${comparison.status})`;
    if (name.includes(values.only)) faults.push(...(await compare(base, db, comparison)));
  }
  return faults;
}

runProof({ prove, proven: 'Nobody can tell the two apart by the time they take.' });
