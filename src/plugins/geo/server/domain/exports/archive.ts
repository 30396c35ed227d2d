import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify/sync';
import { ZipFile } from 'yazl';
import type { LayerArchive } from '../layer';
import {
  archiveHeader,
  citationsText,
  CORE_FILE,
  emlXml,
  metaXml,
  rightsText,
  type Described,
} from './archive-documents';
import { parseFeature, positionOf, textOf } from './feature';

interface ArchiveFile extends Described {
  archive: LayerArchive;
}

/** Darwin Core parts the values of a list so. */
const BETWEEN = ' | ';
/** Beyond this the core file may pass the 4 GB of a plain zip. */
const ROWS_OF_PLAIN_ZIP = 1_000_000;

/** Readers of archives take the end of a line for the end of a row, quoted or not. */
const cellOf = (value: unknown): string => textOf(value, BETWEEN).replace(/[\r\n\t]+/g, ' ');

function rowOf(text: string, { columns }: LayerArchive): (string | number)[] {
  const { geometry, properties } = parseFeature(text);
  const [longitude, latitude] = positionOf(geometry);
  return [
    cellOf(properties['documentId']),
    ...columns.map(({ property }) => cellOf(properties[property.name])),
    latitude,
    longitude,
  ];
}

async function* coreFile(archive: LayerArchive, pages: AsyncIterable<readonly string[]>) {
  yield Buffer.from(stringify([archiveHeader(archive)]));
  for await (const features of pages) {
    const rows = features.map((text) => rowOf(text, archive));
    if (rows.length > 0) yield Buffer.from(stringify(rows));
  }
}

/** A Darwin Core Archive: the rows, what their columns mean, and whom to name under which licence. */
export async function* archiveFile(
  file: ArchiveFile,
  pages: AsyncIterable<readonly string[]>,
): AsyncGenerator<Uint8Array> {
  const { archive, credits } = file;
  const zip = new ZipFile();
  // Typed by its least; it is a stream of Node's own.
  const output = zip.outputStream as Readable;
  const core = Readable.from(coreFile(archive, pages), { objectMode: false });
  zip.on('error', (error: Error) => output.destroy(error));
  const documents = {
    'meta.xml': metaXml(archive),
    'eml.xml': emlXml(file),
    'citations.txt': citationsText(credits),
    'rights.txt': rightsText(credits),
  };
  for (const [name, text] of Object.entries(documents)) zip.addBuffer(Buffer.from(text), name);
  const rows = credits.reduce((sum, credit) => sum + credit.rows, 0);
  zip.addReadStream(core, CORE_FILE, { forceZip64Format: rows > ROWS_OF_PLAIN_ZIP });
  zip.end();
  try {
    for await (const chunk of output) yield chunk as Uint8Array; // nobody has set an encoding
  } finally {
    // Who leaves early leaves the rows as well.
    core.destroy();
  }
}
