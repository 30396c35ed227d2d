import type { AccountNames } from '../domain/account-likeness';
import { faultsOfPassword, normalisePassword } from '../domain/password-policy';
import {
  makeUnmatchableHash,
  readStoredPassword,
  type StoredPassword,
} from '../domain/stored-password';
import { LineFull, type WorkLine } from '../../../../lib/work-line';
import { passwordRefused, tooManyPasswordChecks } from '../errors/passwords';

/** What a check of a password found. */
export interface PasswordCheck {
  matches: boolean;
  /** The hash is older than what is made now; renew it while the password is at hand. */
  needsUpgrade: boolean;
}

export interface PasswordsService {
  /** @throws Problem `validation-failed` at `pointer` that names every fault. */
  assertAcceptable(password: string, account: AccountNames, pointer?: string): void;
  /** @throws Problem `overloaded` when too many passwords are being worked on. */
  hash(password: string): Promise<string>;
  /**
   * Where there is no hash, the same work is done and nothing matches.
   * @throws Problem `overloaded` when too many passwords are being worked on.
   */
  verify(password: string, storedHash: string | null): Promise<PasswordCheck>;
}

interface Dependencies {
  line: WorkLine;
  makeHash: (password: string) => Promise<string>;
  checkHash: (password: string, stored: StoredPassword) => Promise<PasswordCheck>;
}

/** Judges, hashes and checks passwords. Plain passwords go no further than here. */
export function createPasswordsService({
  line,
  makeHash,
  checkHash,
}: Dependencies): PasswordsService {
  const unmatchable = makeUnmatchableHash();

  const inLine = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    try {
      return await line.run(work);
    } catch (error) {
      if (error instanceof LineFull) throw tooManyPasswordChecks();
      throw error;
    }
  };

  return {
    assertAcceptable(password, account, pointer = '/password') {
      const faults = faultsOfPassword(normalisePassword(password), account);
      if (faults.length > 0) throw passwordRefused(faults.map((fault) => ({ pointer, ...fault })));
    },

    hash: (password) => inLine(() => makeHash(normalisePassword(password))),

    verify: (password, storedHash) => {
      const stored = readStoredPassword(storedHash ?? '') ?? readStoredPassword(unmatchable);
      if (!stored) throw new Error('The hash that nothing matches cannot be read');
      return inLine(() => checkHash(password, stored));
    },
  };
}
