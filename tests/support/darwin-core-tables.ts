import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { WormsFields } from './replay-server/worms/provider';

export type TableRow = Record<string, string>;

/** Read without anything of the importer: both kinds of table have no quotes and no line ends in cells. */
export function readTable(folder: string, name: string, delimiter: string): TableRow[] {
  const text = readFileSync(path.join(folder, name), 'utf8');
  const [header = '', ...lines] = text.split(/\r?\n/).filter((line) => line !== '');
  if (text.includes('"')) throw new Error(`${name} has quotes`);
  const names = header.split(delimiter);
  return lines.map((line) => {
    const cells = line.split(delimiter);
    return Object.fromEntries(names.map((column, index) => [column, cells[index] ?? '']));
  });
}

export const idOf = ({ scientificNameID = '' }: TableRow) =>
  Number(/taxname:(\d+)$/.exec(scientificNameID)?.[1]);

/** A register that knows the names of a table under their own identifiers; composed. */
export function registerOf(rows: TableRow[]): WormsFields[] {
  const records = rows.map((row) => {
    const record = { AphiaID: idOf(row), scientificname: row.scientificName, status: 'accepted' };
    return { ...record, valid_AphiaID: idOf(row), parentNameUsageID: null, isMarine: 1 };
  });
  return [...new Map(records.map((record) => [record.AphiaID, record])).values()];
}
