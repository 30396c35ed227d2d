import { execFileSync } from 'node:child_process';
import { parse } from 'csv-parse/sync';
import { startApp, type TestApp } from '../support/app';
import { createMapReader } from '../support/map-reader';
import { unzip } from '../support/unzip';

process.env.THROTTLE_ENABLED = 'false';
let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());
beforeEach(() => app.db('occurrences').delete());
const { place } = createMapReader(() => app);

const archive = async (query = '') => {
  const answer = await fetch(`${app.url}/api/geo/occurrences/export.dwca.zip${query}`);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/zip']);
  return unzip(Buffer.from(await answer.arrayBuffer()));
};
/** What a reader of XML makes of a document; it fails on one that is not well-formed. */
const readXml = (xml: string): unknown =>
  JSON.parse(
    execFileSync(
      'python3',
      [
        '-c',
        `import sys, json, xml.etree.ElementTree as E
def show(e): return {'tag': e.tag.split('}')[-1], 'at': e.attrib, 'text': (e.text or '').strip(), 'in': [show(c) for c in e]}
print(json.dumps(show(E.fromstring(sys.stdin.buffer.read()))))`,
      ],
      { input: xml, encoding: 'utf8' },
    ),
  );
interface Element {
  tag: string;
  at: Record<string, string>;
  text: string;
  in: Element[];
}
const all = (element: Element, tag: string): Element[] => [
  ...(element.tag === tag ? [element] : []),
  ...element.in.flatMap((inner) => all(inner, tag)),
];

it('resolves every file and column by its meta.xml', async () => {
  const nasty = '<a> & "b", \n\t=c';
  await place(-9.5, 38.25, { scientific_name: nasty, occurrence_id: 'urn:x:1', license: 'CC0' });
  await place(1, 1, { dropped: true });
  const files = await archive();
  const meta = readXml(files['meta.xml'] ?? '') as Element;
  expect(Object.keys(files)).toContain(meta.at['metadata']);
  const [core] = all(meta, 'core');
  expect(core?.at).toMatchObject({
    rowType: 'http://rs.tdwg.org/dwc/terms/Occurrence',
    fieldsTerminatedBy: ',',
    fieldsEnclosedBy: '"',
    ignoreHeaderLines: '1',
  });
  const [location] = all(meta, 'location');
  const rows: string[][] = parse(files[location?.text ?? ''] ?? '');
  const [header, row, ...others] = rows;
  expect(others).toEqual([]);
  const fields = all(meta, 'field').filter(({ at }) => at['index'] !== undefined);
  expect(fields.map(({ at }) => Number(at['index']))).toEqual(
    fields.map((_field, place) => place + 1),
  );
  expect(header).toEqual(['id', ...fields.map(({ at }) => at['term']?.split('/').at(-1))]);
  expect(row).toHaveLength(fields.length + 1);
  const valueOf = (term: string) =>
    row?.[fields.findIndex(({ at }) => at['term']?.endsWith(`/${term}`)) + 1];
  expect(valueOf('scientificName')).toBe('<a> & "b",  =c');
  expect([valueOf('decimalLongitude'), valueOf('decimalLatitude')]).toEqual(['-9.5', '38.25']);
  expect([valueOf('occurrenceID'), valueOf('license')]).toEqual(['urn:x:1', 'CC0']);
  const constants = all(meta, 'field').filter(({ at }) => at['default'] !== undefined);
  expect(constants.map(({ at }) => at['default'])).toEqual(['EPSG:4326']);
});

it('names each dataset with its citation and licence', async () => {
  await app.db('datasets').insert({
    document_id: 'd'.repeat(24),
    provider: 'test',
    dataset_key: 'factory',
    title: 'Reef & <survey>',
    citation: 'Ada (2026).\nReef survey.',
    license: 'CC-BY 4.0',
    doi: 'https://doi.org/10.1/x',
  });
  await place(1, 1);
  await place(2, 2, { dataset_key: 'other' });
  const files = await archive('?bbox=0,0,1.5,1.5');
  expect(files['citations.txt']).toContain('Ada (2026). Reef survey. https://doi.org/10.1/x\n');
  expect(files['rights.txt']).toContain('Reef & <survey> (test:factory, 1 rows): CC-BY 4.0\n');
  expect(files['rights.txt']).not.toContain('other');
  const eml = readXml(files['eml.xml'] ?? '') as Element;
  expect(all(eml, 'intellectualRights')[0]?.in[0]?.text).toBe('Reef & <survey>: CC-BY 4.0');
  expect(all(eml, 'citation').map(({ text }) => text)).toEqual(['Ada (2026).\nReef survey.']);
  expect(all(eml, 'url')[0]?.text).toContain(
    '/api/geo/occurrences/export.dwca.zip?bbox=0,0,1.5,1.5',
  );
});
