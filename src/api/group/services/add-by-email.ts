import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { withinTransaction } from '../../../lib/within-transaction';
import { normaliseEmail } from '../../../plugins/accounts/contract/email-address';
import type { AddByEmail, AddOutcome } from '../contract/add-by-email';
import type { Memberships } from '../contract/memberships';
import { findGroup } from '../find-group';

/** Of a group that nobody deletes before the transaction ends. */
async function holdCode(trx: Knex, documentId: string): Promise<string | undefined> {
  const { rows } = await trx.raw<{ rows: { code: string }[] }>(
    'select code from groups where document_id = :documentId for key share',
    { documentId },
  );
  return rows[0]?.code;
}

/** People by the spelling of their address that is stored. */
async function findPeople(trx: Knex, emails: string[]): Promise<Map<string, string>> {
  const { rows } = await trx.raw<{ rows: { email: string; person: string }[] }>(
    `select lower(email) as email, document_id as person
       from up_users
      where lower(email) = any(:emails)`,
    { emails },
  );
  return new Map(rows.map(({ email, person }) => [email, person]));
}

export default ({ strapi }: { strapi: Core.Strapi }): AddByEmail => {
  const memberships = () => strapi.service('api::group.memberships') as unknown as Memberships;

  return {
    run: ({ group: name, emails: given, isDryRun }) =>
      withinTransaction(strapi, async (trx) => {
        const documentId = await findGroup(trx, name);
        const group = await holdCode(trx, documentId);
        if (group === undefined) return undefined;
        const emails = [...new Set(given.map((email) => normaliseEmail(email) ?? email))];
        const known = await findPeople(trx, emails);
        const members = (await memberships().of(trx, [documentId])).get(documentId) ?? [];
        const belonging = new Set(members.map(({ id }) => id));
        const isRefused = emails.some((email) => !known.has(email));
        if (!isRefused && !isDryRun) await memberships().add(trx, documentId, [...known.values()]);
        const outcomeOf = (email: string): AddOutcome => {
          const person = known.get(email);
          if (person === undefined) return 'unknown-person';
          if (belonging.has(person)) return 'already-member';
          return isRefused ? 'skipped' : 'added';
        };
        const people = emails.map((email) => ({ email, outcome: outcomeOf(email) }));
        return { group, isDryRun, isRefused, people };
      }),
  };
};
