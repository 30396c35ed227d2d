import {
  aCod,
  cods,
  DWC,
  HEADER,
  lines,
  metaXml,
  OCCURRENCES,
  type Table,
} from '../support/archives';
import { useInbox } from '../support/use-imports';
import { makeZip, type ZipEntry } from '../support/zip'; // prettier-ignore

const MEGABYTE = 1024 * 1024;
const MEASURED: Table = {
  ...{ file: 'measured.txt', rowType: 'MeasurementOrFact', idIndex: 0 },
  terms: ['id', 'measurementValue'],
};

describe('an archive that means harm', () => {
  const inbox = useInbox();

  function importZip(entries: ZipEntry[], options = {}) {
    inbox.put('x.zip', makeZip(entries));
    return inbox.runs(options).start({ source: 'dwca', parameters: { file: 'x.zip' } });
  }

  it.each<[string, string]>([
    ['one file as a thousand extensions', metaXml(OCCURRENCES, ...Array<Table>(1000).fill(MEASURED))],
    ['one file a thousand times in a table', metaXml(OCCURRENCES).replace(
      /<location>.*<\/location>/, '<location>occurrence.txt</location>'.repeat(1000))],
    ['a description without end', `${metaXml(OCCURRENCES)}${' '.repeat(11 * MEGABYTE)}`],
  ])('by %s is refused', async (_, meta) => {
    const files = [{ name: 'meta.xml', content: meta, isPacked: true }, ...cods().slice(1)];
    expect(await importZip([...files, { name: 'measured.txt', content: 'c0\t1\n' }])).toMatchObject({
      state: 'failed',
      error: { code: 'archive-unreadable' },
      tally: { read: 0 },
    });
  }); // prettier-ignore

  it('by a title of a million brackets costs no more than its length', async () => {
    const title = '&lt;'.repeat(1_000_000);
    const eml = `<eml packageId="k"><dataset><title>${title}</title></dataset></eml>`;
    const files = cods().map((entry) =>
      entry.name === 'eml.xml' ? { ...entry, content: eml, isPacked: true } : entry,
    );
    const startedMs = Date.now();
    await importZip(files);
    expect(Date.now() - startedMs).toBeLessThan(30_000);
  });

  it('by rows of nearly a megabyte is read a few of them at a time', async () => {
    const rows = Array.from({ length: 20 }, (_, index) => [
      ...aCod(`c${index}`).slice(0, 4),
      'x'.repeat(900_000),
    ]);
    const table = { name: 'occurrence.txt', content: lines(HEADER, ...rows), isPacked: true };
    const run = await importZip([...cods().slice(0, 2), table], { mergeBatchSize: 1000 });
    expect(run).toMatchObject({ state: 'succeeded', tally: { read: 20 } });
    expect(run.pages).toBeGreaterThanOrEqual(2);
  });

  it('by a record with a million facts has that record refused, and the others stored', async () => {
    const facts = Array.from({ length: 200_000 }, (_, index) => `c0\tvalue ${index}`);
    const run = await importZip([
      { name: 'meta.xml', content: metaXml(OCCURRENCES, MEASURED) },
      ...cods(3).slice(1),
      { name: "measured.txt", content: facts.join("\n"), isPacked: true },
    ]); // prettier-ignore
    expect(run).toMatchObject({
      state: 'succeeded',
      tally: { read: 3, inserted: 2, rejected: 1, reasons: { TOO_LARGE: 1 } },
    });
  });

  it('by a header of nothing but commas is refused', async () => {
    inbox.put('x.csv', `scientificName${','.repeat(200_000)}\nGadus\n`);
    const run = await inbox.runs().start({ source: 'csv', parameters: { file: 'x.csv' } });
    expect(run).toMatchObject({ state: 'failed', error: { code: 'table-unreadable' } });
  });

  it('by a value that every row has by default is refused where the rows are too large for it', async () => {
    const field = `<field default="${'x'.repeat(990_000)}" term="${DWC}locality"/>`;
    const meta = metaXml({ ...OCCURRENCES, fields: field });
    const run = await importZip([{ name: 'meta.xml', content: meta }, ...cods(20).slice(1)]);
    expect(run).toMatchObject({ state: 'succeeded', tally: { read: 20 } });
    expect(run.pages).toBeGreaterThanOrEqual(2);
  });
});
