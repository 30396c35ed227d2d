import { outcomesOf } from '../support/import-rig';
import { COD_ALONE } from '../support/replay-server/worms/register';
import { useInbox } from '../support/use-imports';

describe('a table', () => {
  const inbox = useInbox(COD_ALONE);

  const importTable = (content: string | Buffer, question: Record<string, unknown> = {}) => {
    inbox.put('table.csv', content);
    return inbox.runs().start({ source: 'csv', parameters: { file: 'table.csv', ...question } });
  };
  const rows = () => inbox.app.db('occurrences').select('*').orderBy('occurrence_id');

  it('whose headers are terms needs no more, whatever their case', async () => {
    const run = await importTable(
      '\uFEFFOccurrenceID,scientificname,decimallatitude,decimalLongitude,minimumDepthInMeters,Ship\r\n' +
        'a,Gadus morhua,60.5,5,0,"Anna, the old"\r\n' +
        'b,"Gadus morhua",-60.5,-5,,\r\n' +
        '\r\n',
    );
    expect(run).toMatchObject({ state: 'succeeded', expected: 2, error: null });
    expect(run.tally.drift).toEqual({ 'field:Ship': 1 });
    const stored = await rows();
    expect(stored).toMatchObject([
      { provider: 'csv', dataset_key: 'table', occurrence_id: 'a', minimum_depth_in_meters: 0 },
      { decimal_latitude: -60.5, minimum_depth_in_meters: null, aphia_id: 126436 },
    ]);
    expect(JSON.parse(String(stored[0].raw))).toMatchObject({ Ship: 'Anna, the old' });
  });

  it('says by its question what headers mean, what all have, and whose it is', async () => {
    const run = await importTable('Nr;Art;Breite;Länge\n1;Gadus morhua;54.1;7.9\n', {
      columns: {
        Nr: 'occurrenceID',
        Art: 'scientificName',
        Breite: 'decimalLatitude',
        Länge: 'decimalLongitude',
      },
      defaults: { basisOfRecord: 'HumanObservation', eventDate: '2024' },
      datasetKey: 'beach-walks',
      title: 'Beach walks',
      citation: 'Friends of the beach (2024)',
      license: 'https://creativecommons.org/licenses/by/4.0/',
    });
    expect(run).toMatchObject({ state: 'succeeded', tally: { inserted: 1, drift: {} } });
    expect(await rows()).toMatchObject([
      { occurrence_id: '1', basis_of_record: 'HumanObservation', event_date: '2024' },
    ]);
    expect(await inbox.app.db('datasets').first()).toMatchObject({
      dataset_key: 'beach-walks',
      title: 'Beach walks',
      citation: 'Friends of the beach (2024)',
      license: 'CC BY',
    });
  });

  it.each<[string, BufferEncoding, string]>([
    ['UTF-8', 'utf8', ''],
    ['Windows', 'latin1', ''],
    ['UTF-16', 'utf16le', '\uFEFF'],
  ])('is read in the encoding it is written in: %s', async (_, encoding, mark) => {
    const text = `${mark}occurrenceID\tscientificName\tdecimalLatitude\tdecimalLongitude\tlocality\nx\tGadus morhua\t1\t2\tTromsø\n`;
    const run = await importTable(Buffer.from(text, encoding));
    expect(run).toMatchObject({ state: 'succeeded', tally: { inserted: 1 } });
    expect(await rows()).toMatchObject([{ locality: 'Tromsø' }]);
  });

  it('keeps from guessing what a decimal comma means, and from shifted columns', async () => {
    const run = await importTable(
      'occurrenceID;scientificName;decimalLatitude;decimalLongitude;minimumDepthInMeters\n' +
        'a;Gadus morhua;60,5;5,25;1\n' +
        'b;Gadus morhua;60.5;5;12,5\n' +
        'c;Gadus morhua;60;5;1;too;many\n' +
        'd;Gadus morhua;60;5;1;;\n' +
        'e;Gadus morhua;60;5\n',
    );
    expect(outcomesOf(run)).toMatchObject({ read: 5, inserted: 2, rejected: 3 });
    expect(run.tally.reasons).toMatchObject({ DECIMAL_COMMA: 2, COLUMNS_MISPLACED: 1 });
    expect((await rows()).map((row: { occurrence_id: string }) => row.occurrence_id)).toEqual([
      'd',
      'e',
    ]);
    const rejected = await inbox.app.db('importer_rejected').select('reasons', 'source_line');
    expect(rejected).toHaveLength(3);
  });

  it.each([
    ['has no column of a name', 'a,decimalLatitude,decimalLongitude\n1,2,3\n', {}, 'columns-missing'],
    ['lacks a column that the question names', 'scientificName,decimalLatitude,decimalLongitude\n', { columns: { Art: 'scientificName' } }, 'columns-missing'],
    ['is empty', '', {}, 'columns-missing'],
    ['is said to be in no known encoding', 'a', { encoding: 'klingon' }, 'encoding-unknown'],
  ])('that %s fails', async (_, content, question, code) => {
    expect(await importTable(content, question)).toMatchObject({ state: 'failed', error: { code } });
  }); // prettier-ignore

  it('whose encoding cannot be told fails with a reason that can be kept', async () => {
    const text =
      'occurrenceID,scientificName,decimalLatitude,decimalLongitude\na,Gadus morhua,1,2\n';
    const run = await importTable(Buffer.from(text, 'utf16le'));
    expect(run).toMatchObject({ state: 'failed', error: { code: 'columns-missing' } });
    expect(run.error?.detail).toContain('\uFFFD');
  });

  it.each([
    [{ columns: { Art: 'species name' } }, 'must be a term of Darwin Core'],
    [{ delimiter: ':' }, 'delimiter'],
    [{ url: 'https://example.org/a.csv' }, 'give either'],
    [{ file: undefined }, 'give either'],
    [{ file: undefined, url: 'ftp://example.org/a.csv' }, 'url'],
  ])('asked for by %j is refused at the door', async (question, message) => {
    const asked = importTable('x', question);
    await expect(asked).rejects.toMatchObject({ type: 'validation-failed' });
    await expect(asked).rejects.toThrow(message);
  });
});
