import { mkdirSync } from 'node:fs';
import path from 'node:path';

/** The compiled code, `dist`; this file is `dist/scripts/launcher/folders.js`. */
export const DIST_DIR = path.resolve(__dirname, '..', '..');

/** The root of the app, where package.json, public and database stand. */
export const APP_DIR = path.dirname(DIST_DIR);

export interface DataFolder {
  root: string;
  database: string;
  /** Present while a database is being made for the first time: what it holds has no value yet. */
  beingMade: string;
  lock: string;
  port: string;
  log: string;
  secrets: string;
}

/** The places inside `DATA_DIR`. The folder is made when it is missing, for its owner only. */
export function openDataFolder(dataDir: string): DataFolder {
  const root = path.resolve(APP_DIR, dataDir);
  mkdirSync(root, { recursive: true, mode: 0o700 });
  const inside = (name: string) => path.join(root, name);
  return {
    root,
    database: inside('postgis'),
    beingMade: inside('postgis.being-made'),
    lock: inside('postgis.lock'),
    port: inside('postgis.port'),
    log: inside('postgis.log'),
    secrets: inside('secrets.json'),
  };
}
