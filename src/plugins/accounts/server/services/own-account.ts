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
  /** Of what it says, not of the links in it, which are new each time. */
  etag: string;
  /** Whether it may be kept as long as the tag stays: links are over before. */
  mayBeKept: boolean;
}

interface Dependencies {
  db: () => Knex;
  users: UserRows;
  people: PeopleService;
}

/** Names of what is signed anew for every answer. */
const PASSING = new Set(['url', 'urlExpiresAt']);

/** What people see and change of their own account. */
export function createOwnAccountService({ db, users, people }: Dependencies) {
  const answerOf = (account: object | null, profile: object | null): OwnAccountAnswer => {
    if (!account) throw accountGone();
    const shown = { data: { ...account, profile } };
    const text = JSON.stringify(shown);
    const lasting = JSON.stringify(shown, (key, value: unknown) =>
      PASSING.has(key) ? undefined : value,
    );
    return { text, etag: textTag(lasting), mayBeKept: lasting === text };
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
