import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
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
import { outcomesOf } from '../support/import-rig';
import { COD_ALONE } from '../support/replay-server/worms/register';
import { useInbox } from '../support/use-imports';
import { makeZip, type ZipEntry } from '../support/zip';

describe('an archive', () => {
  const inbox = useInbox(COD_ALONE);

  const putZip = (name: string, entries: ZipEntry[]) => inbox.put(name, makeZip(entries));
  const importFile = (file: string) => inbox.runs().start({ source: 'dwca', parameters: { file } });
  const rows = () => inbox.app.db('occurrences').select('*').orderBy('occurrence_id');

  it('says by its eml.xml what it is, who made it and under which licence', async () => {
    putZip('cods.zip', cods());
    expect(await importFile('cods.zip')).toMatchObject({ state: 'succeeded', expected: 2 });
    expect(await inbox.app.db('datasets').first()).toMatchObject({
      provider: 'dwca',
      dataset_key: '9f0a-cods',
      title: 'Cods & others',
      abstract: 'Cods of the north.',
      citation: 'Hart A (2018). Cods & others',
      doi: '10.15468/cods01',
      license: 'CC BY-NC',
      intellectual_rights:
        'This work is licensed under a Creative Commons Attribution Non Commercial (CC-BY-NC) 4.0 License.',
    });
    expect((await rows()).map((row: { aphia_id: number }) => row.aphia_id)).toEqual([
      126436, 126436,
    ]);
  });

  it('takes place, date and depth from the nearest event that has them', async () => {
    const events: Table = {
      file: 'event.txt',
      rowType: 'Event',
      idIndex: 0,
      terms: ['eventID', 'parentEventID', 'eventDate', 'decimalLatitude', 'decimalLongitude',
        'minimumDepthInMeters', 'maximumDepthInMeters', 'locality'], // prettier-ignore
    };
    const found: Table = {
      file: 'occurrence.txt',
      rowType: 'Occurrence',
      idIndex: 0,
      terms: ['eventID', 'occurrenceID', 'scientificName', 'eventDate', 'minimumDepthInMeters'],
      fields: `<field default="HumanObservation" term="${DWC}basisOfRecord"/>`,
    };
    const facts: Table = {
      file: 'emof.txt',
      rowType: 'MeasurementOrFact',
      idIndex: 0,
      terms: ['eventID', 'occurrenceID', 'measurementType', 'measurementValue'],
    };
    putZip('cruise.zip', [
      { name: 'cruise/meta.xml', content: metaXml(events, found, facts) },
      {
        name: 'cruise/event.txt',
        content: lines(
          events.terms,
          ['cruise', '', '2019-06', '10', '20', '', '', 'North Sea'],
          ['haul', 'cruise', '2019-06-03T10:00:00Z', '', '', '5', '10', ''],
          ['a', 'b', '2019', '1', '1', '', '', ''],
          ['b', 'a', '2019', '', '', '', '', ''],
        ),
      },
      {
        name: 'cruise/occurrence.txt',
        content: lines(
          found.terms,
          ['haul', 'o1', 'Gadus morhua', '', ''],
          ['haul', 'o2', 'Gadus morhua', '2019-06-04', '0'],
          ['b', 'o3', 'Gadus morhua', '', ''],
          ['gone', 'o4', 'Gadus morhua', '', ''],
        ),
      },
      {
        name: 'cruise/emof.txt',
        content: lines(
          facts.terms,
          ['haul', 'o1', 'length', '31'],
          ['haul', 'o1', 'weight', '300'],
          ['haul', '', 'temperature', '7.5'],
        ),
      },
    ]);
    const run = await importFile('cruise.zip');
    expect(run).toMatchObject({ state: 'succeeded', error: null });
    expect(run.warnings.map(({ code }) => code).sort()).toEqual([
      'event-missing',
      'events-in-circle',
    ]);
    expect(outcomesOf(run)).toMatchObject({ read: 4, inserted: 3, rejected: 1 });
    expect(run.tally.reasons).toEqual({ NO_COORD: 1 });
    const [first, second, third] = await rows();
    expect(first).toMatchObject({
      event_date: '2019-06-03T10:00:00Z',
      decimal_latitude: 10,
      decimal_longitude: 20,
      minimum_depth_in_meters: 5,
      maximum_depth_in_meters: 10,
      locality: 'North Sea',
      basis_of_record: 'HumanObservation',
    });
    // Its own depth is a whole: the deepest end of the haul is not that of this fish.
    expect(second).toMatchObject({
      event_date: '2019-06-04',
      minimum_depth_in_meters: 0,
      maximum_depth_in_meters: null,
    });
    expect(third).toMatchObject({ event_date: '2019', decimal_latitude: 1 });
    expect(JSON.parse(String(first.raw))).toMatchObject({
      extensions: {
        MeasurementOrFact: [
          { measurementType: 'length', measurementValue: '31' },
          { measurementType: 'weight', measurementValue: '300' },
        ],
      },
      event: {
        eventID: 'haul',
        parent: { eventID: 'cruise' },
        extensions: { MeasurementOrFact: [{ measurementType: 'temperature' }] },
      },
    });
  });

  it('is read as its meta.xml says: delimiter, quotes, encoding, no header, defaults', async () => {
    const core: Table = {
      ...OCCURRENCES,
      attributes: `encoding="ISO-8859-1" fieldsTerminatedBy=";" fieldsEnclosedBy="'" ignoreHeaderLines="0"`,
      terms: [...HEADER, 'locality'],
      fields: `<field default="2001-02-03" index="4" term="${DWC}dateIdentified"/><field default="CC0" term="http://purl.org/dc/terms/license"/>`,
    };
    const text =
      "x1;'Gadus; morhua';60;5;;Tromsø\r\nx2;Gadus morhua;60;5;2020;'Bodø; havn\nsør'\r\n";
    putZip('odd.zip', [
      { name: 'meta.xml', content: metaXml(core) },
      { name: 'occurrence.txt', content: Buffer.from(text, 'latin1') },
    ]);
    const run = await importFile('odd.zip');
    expect(outcomesOf(run)).toMatchObject({ read: 2, inserted: 2 });
    expect(await rows()).toMatchObject([
      { scientific_name: 'Gadus; morhua', locality: 'Tromsø', event_date: null, license: 'CC0' },
      { locality: 'Bodø; havn\nsør', event_date: '2020' },
    ]);
  });

  it('may be the table alone', async () => {
    inbox.put('dwca-cods-v1.3.occurrence.tsv', lines(HEADER, aCod('t1'), aCod('t2', '12,5')));
    const run = await importFile('dwca-cods-v1.3.occurrence.tsv');
    expect(outcomesOf(run)).toMatchObject({ read: 2, inserted: 1, rejected: 1 });
    expect(run.tally.reasons).toEqual({ COORDINATE_INVALID: 1, DECIMAL_COMMA: 1, NO_COORD: 1 });
    expect(await rows()).toMatchObject([{ dataset_key: 'cods' }]);
  });

  it('that has changed since the import was interrupted is a run of its own', async () => {
    putZip('cods.zip', cods(10));
    const stop = new AbortController();
    const half = await inbox.runs({ pageSize: 2 }).start({
      source: 'dwca',
      parameters: { file: 'cods.zip' },
      signal: stop.signal,
      onProgress: ({ tally }) => tally.read > 3 && stop.abort(),
    });
    expect(half.state).toBe('paused');
    putZip('cods.zip', cods(12));
    const run = await importFile('cods.zip');
    expect(run.id).not.toBe(half.id);
    expect(run).toMatchObject({ state: 'succeeded' });
    expect(run.tally.read).toBe(12);
    expect(await inbox.runs().find(half.id)).toMatchObject({
      state: 'failed',
      error: { code: 'input-changed' },
    });
  });

  it.each<[string, string, () => void]>([
    ['is not there', 'file-not-found', () => undefined],
    ['lies elsewhere', 'file-outside-inbox', () => symlinkSync('/etc/hostname', path.join(inbox.folder, 'x.zip'))],
    ['has no description and no table', 'archive-unreadable', () => putZip('x.zip', ['a.pdf', 'b.pdf'].map((name) => ({ name })))],
    ['has a description that is no XML', 'archive-unreadable', () => putZip('x.zip', [{ name: 'meta.xml', content: '<archive><core></archive>' }])],
    ['declares entities', 'archive-unreadable', () => putZip('x.zip', [{ name: 'meta.xml', content: `<!DOCTYPE a [<!ENTITY b "c">]>${metaXml(OCCURRENCES)}` }])],
    ['lacks a file that it names', 'archive-refused', () => putZip('x.zip', cods().slice(0, 1))],
    ['is a checklist', 'archive-without-occurrences', () => putZip('x.zip', [{ name: 'meta.xml', content: metaXml({ ...OCCURRENCES, rowType: 'Taxon' }) }])],
    ['has a name that leads out of it', 'archive-refused', () => putZip('x.zip', [{ name: '../meta.xml', content: '' }])],
    ['holds a link', 'archive-refused', () => putZip('x.zip', [...cods(), { name: 'a', content: '/etc', mode: 0o120777 }])],
    ['would be huge', 'archive-refused', () => putZip('x.zip', [...cods(), { name: 'a', content: 'x', unpackedSize: 0xf0000000 }])],
    ['gives other than it says',
      'archive-refused', () => putZip('x.zip', [...cods().slice(0, 2), { name: 'occurrence.txt', content: lines(HEADER, aCod('1')), isPacked: true, unpackedSize: 20 }])],
    ['is broken', 'archive-refused', () => inbox.put('x.zip', makeZip(cods()).subarray(0, 300))],
    ['is written in no known encoding', 'encoding-unknown', () => putZip('x.zip', [{ name: 'meta.xml', content: metaXml(OCCURRENCES).replace('UTF-8', 'KLINGON') }, ...cods().slice(1)])],
  ])('that %s fails the run: %s', async (_, code, prepare) => {
    prepare();
    expect(await importFile('x.zip')).toMatchObject({ state: 'failed', error: { code } });
    expect(await rows()).toEqual([]);
  }); // prettier-ignore

  it.each(['../x.zip', '/etc/passwd', 'a/../../b', ''])(
    'named %p is refused at the door',
    async (file) => {
      await expect(importFile(file)).rejects.toMatchObject({ type: 'validation-failed' });
    },
  );

  it('in a folder of the inbox is taken as well', async () => {
    mkdirSync(path.join(inbox.folder, 'cods'));
    for (const { name, content = '' } of cods()) inbox.put(path.join('cods', name), content);
    expect(await importFile('cods')).toMatchObject({ state: 'succeeded', tally: { inserted: 2 } });
  });
});
