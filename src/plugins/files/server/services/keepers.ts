import type { FileKeeper, FileKeepers } from '../../contract/keepers';

const FILE_ID = 'file.id';
const MEDIA_FIELDS = `exists (select 1 from files_related_mph as related where related.file_id = ${FILE_ID})`;

/** Knows everything that uses files. */
export function createKeepersService(): FileKeepers & { usesSql(): string } {
  const keepers = new Map<string, FileKeeper>();
  return {
    register(keeper) {
      keepers.set(keeper.name, keeper);
    },
    /** SQL that is true for a row of `files`, called `file`, that something uses. */
    usesSql() {
      const others = [...keepers.values()].map((keeper) => `(${keeper.uses(FILE_ID)})`);
      return [MEDIA_FIELDS, ...others].join(' or ');
    },
  };
}

export type KeepersService = ReturnType<typeof createKeepersService>;
