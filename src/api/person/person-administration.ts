import type { Knex } from 'knex';
import { isMatchOf, textTag } from '../../lib/http/entity-tag';
import { Problem } from '../../lib/problem';
import type { AccountDirectory } from '../../plugins/accounts/contract/account-directory';
import type { ActingPerson } from '../../plugins/accounts/contract/acting-person';
import type { PersonNames } from '../profile/name-people';
import type { MembershipRows } from './membership-rows';
import type { PersonPatch, PersonToCreate } from './person-fields';
import type { PersonRows } from './person-rows';

/** A person as text that is made once, and its entity tag. */
export interface PersonAnswer {
  id: string;
  text: string;
  etag: string;
}

interface Dependencies {
  db: () => Knex;
  people: PersonRows;
  memberships: MembershipRows;
  directory: () => AccountDirectory;
  namePeople: (trx: Knex.Transaction, people: readonly PersonNames[]) => Promise<unknown>;
}

const unknownPerson = () =>
  new Problem({ type: 'not-found', detail: 'There is no person with this id.' });

const changedMeanwhile = () =>
  new Problem({
    type: 'precondition-failed',
    detail: 'This person was changed since you read it. Read it again and send your change anew.',
  });

function unknownGroups(pointers: string[]): Problem {
  const message = 'There is no such group.';
  return new Problem({
    type: 'validation-failed',
    detail: message,
    faults: pointers.map((pointer) => ({ pointer, code: 'unknown', message })),
  });
}

/**
 * What administrators do to people: to the account, the names and the groups at once or not at all.
 * The accounts plugin says what may be done to whom.
 */
export function createPersonAdministration({
  db,
  people,
  memberships,
  directory,
  namePeople,
}: Dependencies) {
  async function read(within: Knex, id: string): Promise<PersonAnswer> {
    const person = await people.findOne(within, id);
    if (!person) throw unknownPerson();
    const text = JSON.stringify({ data: person });
    return { id, text, etag: textTag(text) };
  }

  /** Holds the account, so that of two changes to one state one is made. */
  async function hold(trx: Knex.Transaction, id: string, ifMatch: string | undefined) {
    const { userId } = await directory().hold(trx, id);
    if (ifMatch !== undefined && !isMatchOf(ifMatch, (await read(trx, id)).etag)) {
      throw changedMeanwhile();
    }
    return userId;
  }

  async function setGroups(
    trx: Knex.Transaction,
    { userId, personId, names }: { userId: number; personId: string; names: readonly string[] },
  ): Promise<void> {
    const groups = await memberships.findGroups(trx, names);
    const known = new Set(groups.flatMap(({ documentId, code }) => [documentId, code]));
    const unknown = names.flatMap((name, index) =>
      known.has(name) || known.has(name.toUpperCase()) ? [] : [`/groups/${index}`],
    );
    if (unknown.length > 0) throw unknownGroups(unknown);
    const groupIds = groups.map(({ documentId }) => documentId);
    await memberships.leaveOthers(trx, personId, groupIds);
    await memberships.join(trx, { userId, personId, groups });
  }

  async function complete(
    trx: Knex.Transaction,
    { userId, personId }: { userId: number; personId: string },
    { firstName, lastName, groups }: Pick<PersonPatch, 'firstName' | 'lastName' | 'groups'>,
  ): Promise<PersonAnswer> {
    if (firstName !== undefined || lastName !== undefined) {
      await namePeople(trx, [{ userId, firstName, lastName }]);
    }
    if (groups) await setGroups(trx, { userId, personId, names: groups });
    return read(trx, personId);
  }

  return {
    /** @throws Problem `not-found`. */
    read: (id: string) => read(db(), id),

    /** @throws Problem `email-taken`, `username-taken`, `validation-failed`. */
    create({ firstName, lastName, groups, ...account }: PersonToCreate, by: ActingPerson) {
      return db().transaction(async (trx) => {
        const { userId, documentId } = await directory().create(trx, account, by);
        const names = { firstName, lastName, groups };
        return complete(trx, { userId, personId: documentId }, names);
      });
    },

    /** @throws Problem `not-found`, `precondition-failed`, and what the directory refuses. */
    update(
      id: string,
      { patch, ifMatch, by }: { patch: PersonPatch; ifMatch: string | undefined; by: ActingPerson },
    ) {
      const { firstName, lastName, groups, ...changes } = patch;
      return db().transaction(async (trx) => {
        const userId = await hold(trx, id, ifMatch);
        await directory().change(trx, id, { changes, by });
        return complete(trx, { userId, personId: id }, { firstName, lastName, groups });
      });
    },

    /** @throws as `update`. */
    async remove(
      id: string,
      { ifMatch, by }: { ifMatch: string | undefined; by: ActingPerson },
    ): Promise<void> {
      await db().transaction(async (trx) => {
        await hold(trx, id, ifMatch);
        await directory().remove(trx, id, by);
      });
    },
  };
}

export type PersonAdministration = ReturnType<typeof createPersonAdministration>;
