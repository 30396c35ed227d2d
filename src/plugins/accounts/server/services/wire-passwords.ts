import { createWorkLine } from '../../../../lib/work-line';
import { checkHash, makeHash } from './password-hashing';
import { createPasswordsService, type PasswordsService } from './passwords';

/** Each check takes 19 MiB and a processor for some 30 ms; behind 50 others it is as good as down. */
const HASHES_AT_ONCE = 2;
const MAX_WAITING = 50;

export const passwordServices = {
  passwords: (): PasswordsService =>
    createPasswordsService({
      line: createWorkLine({ atOnce: HASHES_AT_ONCE, maxWaiting: MAX_WAITING }),
      makeHash,
      checkHash,
    }),
};
