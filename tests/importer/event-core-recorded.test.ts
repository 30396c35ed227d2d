import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startApp, type TestApp } from '../support/app';
import { idOf, readTable, registerOf, type TableRow } from '../support/darwin-core-tables';
import {
  createImportRig,
  finalRows,
  forgetImports,
  outcomesOf,
  rowVersions,
} from '../support/import-rig';
import { startReplayServer, type ReplayServer } from '../support/replay-server/server';
import { createWormsProvider } from '../support/replay-server/worms/provider';
import { makeZip } from '../support/zip';

const folder = process.env.RECORDINGS_DIR;
const withRecordings = folder ? describe : describe.skip;
if (!folder) {
  process.stderr.write(
    'RECORDINGS_DIR is not set: the tests on published Darwin Core tables are skipped.\n',
  );
}

const AMBON = ['ambon2017-zooplankton.occurrence.csv', 'ambon2017-zooplankton.event.csv'];

const EVENT_TERMS = [
  'eventID',
  'eventDate',
  'maximumDepthInMeters',
  'minimumDepthInMeters',
  'decimalLatitude',
  'decimalLongitude',
  'geodeticDatum',
  'countryCode',
];
const OCCURRENCE_TERMS = [
  'datasetID',
  'eventID',
  'occurrenceID',
  'kingdom',
  'scientificName',
  'scientificNameID',
  'taxonID',
  'identificationReferences',
  'lifeStage',
  'basisOfRecord',
  'samplingProtocol',
  'ocurrenceStatus',
];
const toField = (term: string, index: number) =>
  `<field index="${index}" term="http://rs.tdwg.org/dwc/terms/${term}"/>`;

withRecordings('published tables of events and their occurrences', () => {
  let app: TestApp;
  let replay: ReplayServer;
  let occurrences: TableRow[];
  let events: Map<string, TableRow>;
  let inbox: string;

  beforeAll(async () => {
    occurrences = readTable(folder ?? '', AMBON[0] ?? '', ',');
    const rows = readTable(folder ?? '', AMBON[1] ?? '', ',');
    events = new Map(rows.map((row) => [row.eventID ?? '', row]));
    inbox = mkdtempSync(path.join(os.tmpdir(), 'inbox-'));
    const records = registerOf(occurrences);
    replay = await startReplayServer({ providers: [createWormsProvider({ records })] });
    app = await startApp();
  });
  afterAll(async () => {
    await app.stop();
    await replay.close();
    rmSync(inbox, { recursive: true });
  });
  beforeEach(() => forgetImports(app.db));

  const rig = () => createImportRig(app, replay, { inbox, mergeBatchSize: 1000 });

  const META = `<?xml version="1.0"?>
<archive xmlns="http://rs.tdwg.org/dwc/text/" metadata="eml.xml">
  <core encoding="UTF-8" fieldsTerminatedBy="," linesTerminatedBy="\\n" fieldsEnclosedBy='"' ignoreHeaderLines="1" rowType="http://rs.tdwg.org/dwc/terms/Event">
    <files><location>event.csv</location></files>
    <id index="0"/>
    ${EVENT_TERMS.map(toField).join('\n    ')}
    <field default="Chukchi Sea" term="http://rs.tdwg.org/dwc/terms/locality"/>
  </core>
  <extension encoding="UTF-8" fieldsTerminatedBy="," linesTerminatedBy="\\n" fieldsEnclosedBy='"' ignoreHeaderLines="1" rowType="http://rs.tdwg.org/dwc/terms/Occurrence">
    <files><location>occurrence.csv</location></files>
    <coreid index="1"/>
    ${OCCURRENCE_TERMS.map(toField).join('\n    ')}
  </extension>
</archive>`;

  beforeAll(() => {
    const content = (name: string) => readFileSync(path.join(folder ?? '', name));
    const zip = makeZip([
      { name: 'meta.xml', content: META, isPacked: true },
      { name: 'event.csv', content: content(AMBON[1] ?? ''), isPacked: true },
      { name: 'occurrence.csv', content: content(AMBON[0] ?? ''), isPacked: true },
    ]);
    writeFileSync(path.join(inbox, 'dwca-ambon-v1.2.zip'), zip);
    mkdirSync(path.join(inbox, 'ambon'));
    for (const name of AMBON) {
      copyFileSync(path.join(folder ?? '', name), path.join(inbox, 'ambon', name));
    }
  });

  /** What must be stored, from the two raw tables alone. */
  const expectedRows = () =>
    occurrences
      .map((row) => {
        const event = events.get(row.eventID ?? '') ?? {};
        return [
          row.occurrenceID,
          row.scientificName,
          idOf(row),
          event.eventDate,
          Number(event.decimalLongitude),
          Number(event.decimalLatitude),
          Number(event.minimumDepthInMeters),
          Number(event.maximumDepthInMeters),
          row.lifeStage?.trim() || null,
        ].join('|');
      })
      .sort();

  const storedRows = async () => {
    const rows = await app.db('occurrences').select('*');
    return rows
      .map((row: Record<string, unknown>) =>
        [
          row.occurrence_id,
          row.scientific_name,
          row.aphia_id,
          row.event_date,
          row.decimal_longitude,
          row.decimal_latitude,
          row.minimum_depth_in_meters,
          row.maximum_depth_in_meters,
          row.life_stage,
        ].join('|'),
      )
      .sort();
  };

  it.each([
    ['an archive with a description', 'dwca-ambon-v1.2.zip', 'ocurrenceStatus'],
    ['a folder with the two tables alone', 'ambon', 'ocurrenceStatus'],
  ])('is taken whole from %s, with the places and dates of its events', async (_, file, odd) => {
    const { runs } = rig();
    const run = await runs.start({ source: 'dwca', parameters: { file } });
    expect(occurrences).toHaveLength(4727);
    expect(events.size).toBe(154);
    expect(run).toMatchObject({ state: 'succeeded', expected: 4727, error: null, warnings: [] });
    expect(outcomesOf(run)).toMatchObject({ read: 4727, inserted: 4727, rejected: 0 });
    expect(run.tally.flags).toEqual({});
    expect(run.tally.drift).toEqual({ [`field:${odd}`]: 4727 });
    expect(await storedRows()).toEqual(expectedRows());
    const { raw, dataset_key } = await app.db('occurrences').first();
    expect(dataset_key).toBe('ambon');
    const kept = JSON.parse(String(raw)) as { event: TableRow; eventID: string };
    expect(kept.event).toMatchObject(events.get(kept.eventID) ?? {});

    const before = await rowVersions(app.db);
    const again = await runs.start({ source: 'dwca', parameters: { file } });
    expect(outcomesOf(again)).toMatchObject({ read: 4727, unchanged: 4727 });
    expect(await rowVersions(app.db)).toEqual(before);
  });

  it('goes on where it was interrupted, and ends with the same rows', async () => {
    const question = { source: 'dwca', parameters: { file: 'dwca-ambon-v1.2.zip' } };
    const whole = await rig().runs.start(question);
    const rows = await finalRows(app.db);
    await forgetImports(app.db);
    const stop = new AbortController();
    const { runs } = createImportRig(app, replay, { inbox, pageSize: 700, mergeBatchSize: 130 });
    const half = await runs.start({
      ...question,
      signal: stop.signal,
      onProgress: ({ tally }) => tally.read > 2000 && stop.abort(),
    });
    expect(half.state).toBe('paused');
    const rest = await runs.start(question);
    expect(rest).toMatchObject({ id: half.id, state: 'succeeded' });
    expect(outcomesOf(rest)).toEqual(outcomesOf(whole));
    expect(await finalRows(app.db)).toEqual(rows);
  });
});
