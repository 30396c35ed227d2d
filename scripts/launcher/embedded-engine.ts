import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { postgis } from '@electric-sql/pglite-postgis';
import type { DataFolder } from './folders';
import type { Engine } from './session-turns';

export interface EmbeddedEngine extends Engine {
  close: () => Promise<void>;
}

/** Opens PGlite with PostGIS; a database whose making was interrupted never served anyone and is made anew. */
export async function openEmbeddedEngine(folder: DataFolder): Promise<EmbeddedEngine> {
  if (existsSync(folder.beingMade)) rmSync(folder.database, { recursive: true, force: true });
  if (!existsSync(folder.database)) writeFileSync(folder.beingMade, '');
  const extensions = { postgis, pg_trgm };
  const database = await PGlite.create({ dataDir: folder.database, extensions });
  await database.exec('create extension if not exists postgis');
  rmSync(folder.beingMade, { force: true });
  return {
    run: (bytes, onOutput) => database.execProtocolRawStream(bytes, { onRawData: onOutput }),
    isInTransaction: () => database.isInTransaction(),
    close: () => database.close(),
  };
}
