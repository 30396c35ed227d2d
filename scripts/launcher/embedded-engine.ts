import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { postgis } from '@electric-sql/pglite-postgis';
import type { DataFolder } from './folders';
import type { Engine } from './session-turns';

export interface EmbeddedEngine extends Engine {
  close: () => Promise<void>;
}

/**
 * A failing statement leaves the engine's C stack where the error was raised: about 1 KB each, and
 * after some 1,800 errors every statement fails with "stack depth limit exceeded" (PGlite 0.5.8,
 * measured). Between two messages nothing lives above the level at which the last one began.
 */
function stackPointerOf(database: PGlite): { value: number } {
  const { ___stack_pointer: pointer } = database.Module as unknown as {
    ___stack_pointer?: { value: number };
  };
  if (typeof pointer?.value !== 'number') {
    throw new Error('This build of PGlite does not export its stack pointer');
  }
  return pointer;
}

/** Opens PGlite with PostGIS; a database whose making was interrupted never served anyone and is made anew. */
export async function openEmbeddedEngine(folder: DataFolder): Promise<EmbeddedEngine> {
  if (existsSync(folder.beingMade)) rmSync(folder.database, { recursive: true, force: true });
  if (!existsSync(folder.database)) writeFileSync(folder.beingMade, '');
  const extensions = { postgis, pg_trgm };
  const database = await PGlite.create({ dataDir: folder.database, extensions });
  await database.exec('create extension if not exists postgis');
  rmSync(folder.beingMade, { force: true });
  const stack = stackPointerOf(database);
  return {
    run: async (bytes, onOutput) => {
      const level = stack.value;
      try {
        await database.execProtocolRawStream(bytes, { onRawData: onOutput });
      } finally {
        stack.value = level;
      }
    },
    isInTransaction: () => database.isInTransaction(),
    close: () => database.close(),
  };
}
