import { buildPanel } from './launcher/admin-panel';

/** `npm run build`: compiles the app and builds the admin panel. Needs no settings and no database. */
export async function main(): Promise<number> {
  await buildPanel();
  return 0;
}
