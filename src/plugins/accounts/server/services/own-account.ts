import type { Knex } from 'knex';
import { isMatchOf, textTag } from '../../../../lib/http/entity-tag';
import type { OwnAccountPatch } from '../../contract/own-account';
import { accountGone, changedMeanwhile } from '../errors/own-account';
import { usernameTaken } from '../errors/sign-in';
import type { UserRows } from '../repositories/users';
import type { PeopleService } from './people';

/** An account as its own person sees it, as text that is made once, and its entity tag. */
export interface OwnAccountAnswer {
  text: string;
  etag: string;
}

interface Dependencies {
  db: () => Knex;
  users: UserRows;
  people: PeopleService;
}

/** What people see and change of their own account. */
export function createOwnAccountService({ db, users, people }: Dependencies) {
  const answerOf = (account: object | null, profile: object | null): OwnAccountAnswer => {
    if (!account) throw accountGone();
    const text = JSON.stringify({ data: { ...account, profile } });
    return { text, etag: textTag(text) };
  };

  async function readWithin(trx: Knex.Transaction, userId: number): Promise<OwnAccountAnswer> {
    const account = await users.readOwn(trx, userId);
    return answerOf(account, await people.keeper().read(trx, { userId }));
  }

  return {
    /** @throws Problem `unauthenticated` when the account is gone. */
    async read(userId: number): Promise<OwnAccountAnswer> {
      const [account, profile] = await Promise.all([
        users.readOwn(db(), userId),
        people.keeper().read(db(), { userId }),
      ]);
      return answerOf(account, profile);
    },

    /**
     * The row of the account is locked, so of two changes to one state one is made.
     * @throws Problem `precondition-failed`, `validation-failed` for a username that is taken.
     */
    async update(
      userId: number,
      { patch, ifMatch }: { patch: OwnAccountPatch; ifMatch: string | undefined },
    ): Promise<OwnAccountAnswer> {
      return db().transaction(async (trx) => {
        if (!(await users.lock(trx, userId))) throw accountGone();
        if (ifMatch !== undefined) {
          const { etag } = await readWithin(trx, userId);
          if (!isMatchOf(ifMatch, etag)) throw changedMeanwhile();
        }
        if (patch.username !== undefined) {
          const isRenamed = await users.rename(trx, { userId, username: patch.username });
          if (!isRenamed) throw usernameTaken();
        }
        if (patch.profile) await people.keeper().update(trx, { userId, patch: patch.profile });
        return readWithin(trx, userId);
      });
    },
  };
}

export type OwnAccountService = ReturnType<typeof createOwnAccountService>;
