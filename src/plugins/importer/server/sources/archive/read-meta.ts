import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import { sourceFailed } from '../../errors';
import { shortName, withDistinctNames, type ArchiveShape, type TableShape } from './table-shape';

const MAX_CHARACTERS = 1_000_000;

const unreadable = (why: string, cause?: unknown) =>
  sourceFailed('archive-unreadable', `meta.xml cannot be used: ${why}`, cause);

const whole = z.string().regex(/^\d{1,6}$/).transform(Number); // prettier-ignore
const field = z.looseObject({
  '@index': whole.optional(),
  '@term': z.string().min(1),
  '@default': z.string().optional(),
});
const table = z.looseObject({
  '@rowType': z.string().min(1),
  '@encoding': z.string().default('UTF-8'),
  '@fieldsTerminatedBy': z.string().default(','),
  '@fieldsEnclosedBy': z.string().default('"'),
  '@ignoreHeaderLines': whole.default(0),
  files: z.looseObject({ location: z.array(z.string().min(1)).min(1) }),
  id: z.looseObject({ '@index': whole }).optional(),
  coreid: z.looseObject({ '@index': whole }).optional(),
  field: z.array(field).default([]),
});
const document = z.looseObject({
  archive: z.looseObject({
    '@metadata': z.string().optional(),
    core: table,
    extension: z.array(table).default([]),
  }),
});

const ESCAPES: Record<string, string> = { t: '\t', n: '\n', r: '\r', '\\': '\\' };

/** `\t` stands there as two characters. */
const unescaped = (text: string) =>
  text.replace(/\\([tnr\\])/g, (_, letter: string) => ESCAPES[letter] ?? letter);

function toShape(given: z.infer<typeof table>): TableShape {
  const delimiter = unescaped(given['@fieldsTerminatedBy']);
  const quote = given['@fieldsEnclosedBy'];
  if (delimiter === '' || quote.length > 1) throw unreadable('it names no usable delimiters');
  const columns = given.field.map((item) => ({
    name: shortName(item['@term']),
    address: item['@term'],
    index: item['@index'] ?? null,
    default: item['@default'] ?? null,
  }));
  return {
    rowType: shortName(given['@rowType']),
    files: given.files.location.map((name) => name.trim().replace(/^\.\//, '')),
    format: {
      encoding: given['@encoding'],
      delimiter,
      quote: quote === '' ? null : quote,
      headerRows: given['@ignoreHeaderLines'],
    },
    idIndex: (given.id ?? given.coreid)?.['@index'] ?? null,
    columns: withDistinctNames(columns),
    // What an archive does not map it may have all the same.
    width: null,
  };
}

const LISTS = ['archive.extension', 'archive.core.field', 'archive.extension.field'];

/** A file of this kind needs no declarations of its own; they are how a small one becomes a huge one. */
export function parseXml(text: string, lists: string[], stopNodes: string[] = []): unknown {
  if (text.length > MAX_CHARACTERS * 10) throw new Error('it is too large');
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw new Error('it declares entities');
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    removeNSPrefix: true,
    parseTagValue: false,
    parseAttributeValue: false,
    // `\t` and a quote are values here.
    trimValues: false,
    isArray: (_name, path) =>
      lists.includes(String(path)) || String(path).endsWith('.files.location'),
    stopNodes,
  });
  return parser.parse(text, true);
}

/** A file that is named a thousand times would be read, and written to the disk, a thousand times. */
function refuseRepeatedFiles(shapes: TableShape[]): void {
  const named = shapes.flatMap(({ files }) => files);
  const twice = named.find((name, index) => named.indexOf(name) !== index);
  if (twice !== undefined) throw unreadable(`it names ${twice.slice(0, 100)} more than once`);
}

/**
 * Reads the `meta.xml` of a Darwin Core Archive (https://dwc.tdwg.org/text/).
 * @throws SourceFailure `archive-unreadable`
 */
export function readMeta(text: string): ArchiveShape {
  if (text.length > MAX_CHARACTERS) throw unreadable('it is too large');
  let given: unknown;
  try {
    given = parseXml(text, LISTS);
  } catch (cause) {
    throw unreadable((cause as Error).message, cause);
  }
  const parsed = document.safeParse(given);
  if (!parsed.success) throw unreadable(z.prettifyError(parsed.error), parsed.error);
  const { core, extension, '@metadata': metadata } = parsed.data.archive;
  const shapes = [toShape(core), ...extension.map(toShape)];
  refuseRepeatedFiles(shapes);
  const [first, ...others] = shapes;
  if (!first) throw unreadable('it names no core');
  return {
    core: first,
    extensions: others,
    metadata: metadata ?? null,
  };
}
