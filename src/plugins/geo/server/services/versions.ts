import { keepAnswer } from '../../../../lib/kept-answer';
import type { VersionRepository } from '../repositories/versions';

interface Dependencies {
  versions: VersionRepository;
  /** What else decides how an answer looks: the version of the app and what it declares. */
  edition: () => string;
  now: () => Date;
}

/** A write is seen by everybody after at most this time and what reading takes. */
const KEEP_MILLISECONDS = 500;

/**
 * At which version a collection is: a text that is another one after every committed write, plain SQL
 * included. Read it before the data it shall stand for, so that those can be newer but never older.
 */
export function createVersionsService({ versions, edition, now }: Dependencies) {
  const readAll = keepAnswer(() => versions.readAll(), { keepMs: KEEP_MILLISECONDS, now });
  const toVersion = (known: ReadonlyMap<string, string>, name: string): string =>
    `${edition()}.${known.get(name) ?? '0'}`;

  return {
    async versionOf({ name }: { name: string }): Promise<string> {
      return toVersion((await readAll()).value, name);
    },

    /** After every write that was committed before the call. */
    async versionNow({ name }: { name: string }): Promise<string> {
      return toVersion(await versions.readAll(), name);
    },
  };
}

export type VersionsService = ReturnType<typeof createVersionsService>;
