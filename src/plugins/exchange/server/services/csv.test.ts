import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Cells, Column } from '../../contract/cell';
import { readCell } from '../domain/cells';
import { readRecords, type FileRecord } from './csv-reader';
import { createCsvWriter } from './csv-writer';

const folder = mkdtempSync(path.join(os.tmpdir(), 'shoal-csv-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function read(content: string | Buffer): Promise<FileRecord[]> {
  const file = path.join(folder, 'file.csv');
  writeFileSync(file, content);
  const records: FileRecord[] = [];
  for await (const record of readRecords(file)) records.push(record);
  return records;
}

const COLUMNS: Column[] = [
  { name: 'title', kind: 'text' },
  { name: 'size', kind: 'number' },
  { name: 'isOnline', kind: 'boolean' },
  { name: 'startsAt', kind: 'moment' },
  { name: 'members', kind: 'list' },
];

const write = (rows: Cells[], hasMark = false) => {
  const writer = createCsvWriter(COLUMNS);
  return writer.header({ hasMark }) + writer.rows(rows);
};

it('gives back what was written: quotes, commas, line ends, emoji, a cell of a megabyte', async () => {
  const titles = [
    '"a", b',
    'one\r\ntwo\nthree\rfour',
    '🐠 naïve',
    '=1+1',
    "''=x",
    'x'.repeat(2 ** 20),
  ];
  const rows = titles.map((title) => ({
    title,
    size: -1.5,
    isOnline: true,
    startsAt: new Date('2026-03-01T10:00:00Z'),
    members: ['a@example.org', '-b@example.org'],
  }));
  const [header, ...records] = await read(write(rows, true));
  expect(header?.cells).toEqual(COLUMNS.map(({ name }) => name));
  const found = records.map(({ cells }) =>
    Object.fromEntries(
      COLUMNS.map(({ name, kind }, place) => {
        const cell = readCell(kind, cells[place] ?? '');
        return [name, cell.fault ?? cell.value];
      }),
    ),
  );
  expect(found).toEqual(rows);
});

it('puts quotes around what people wrote and ends lines as RFC 4180 says', () => {
  const row = { title: '=1', size: -2, isOnline: false, startsAt: null, members: [] };
  expect(write([row, { ...row, title: null }])).toBe(
    '"title","size","isOnline","startsAt","members"\r\n"\'=1",-2,false,,""\r\n,-2,false,,""\r\n',
  );
});

it('counts rows as a spreadsheet shows them', async () => {
  const records = await read('title,size\n"over\ntwo lines",1\n\n,\nb,2');
  expect(records.map(({ row }) => row)).toEqual([1, 2, 5]);
});

it('reads files that part columns by semicolons', async () => {
  expect((await read('title;members\r\na;"x;y"')).map(({ cells }) => cells)).toEqual([
    ['title', 'members'],
    ['a', 'x;y'],
  ]);
});

it.each([
  ['a quote is never closed', 'title\n"a\nb\n'],
  ['something follows a closing quote', 'title\n"a"b\n'],
  ['not UTF-8', Buffer.from('title\ncaf\xe9', 'latin1')],
])('refuses a file when %s', async (reason, content) => {
  await expect(read(content)).rejects.toMatchObject({
    type: 'malformed-body',
    message: expect.stringContaining(reason),
  });
});
