import type { Upkeep } from './upkeep';

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/**
 * What moves the versions of collections whenever their table is written to.
 * @param collections those that the table belongs to, or whose answers depend on it.
 */
export function versionUpkeep(table: string, collections: readonly string[]): Upkeep {
  const names = [...collections].sort().map(literal);
  const call = `geo_move_versions(${names.join(', ')})`;
  return {
    name: 'version',
    table,
    triggers: [
      { event: 'insert', referencing: 'new table as changed', call },
      { event: 'update', referencing: 'new table as changed', call },
      { event: 'delete', referencing: 'old table as changed', call },
      { event: 'truncate', referencing: '', call },
    ],
    functions: [],
    // What was written while nobody watched is not known, so it counts as one write.
    rebuild: names.map((name) => `insert into geo_version_deltas (collection) values (${name})`),
  };
}
