import { stringify } from 'csv-stringify/sync';
import { guard } from '../../../../../lib/csv/formula-guard';
import type { Credit } from './credit';
import { parseFeature, positionOf, textOf } from './feature';

const BYTE_ORDER_MARK = '\ufeff';
/** Parts a list, as in the other CSV files of the app. */
const BETWEEN = ';';
/** RFC 4180; what is text is put into quotes. */
const FORM = { record_delimiter: '\r\n', quoted_string: true } as const;

interface CsvFile {
  /** Names of the public properties, in their order. */
  properties: readonly string[];
  /** Whether all features are points; of others the geometry is written as GeoJSON. */
  isPoints: boolean;
  /** The property that holds the row's own licence, if it is known where rows come from. */
  licenseProperty: string | undefined;
  creditOf: (properties: Record<string, unknown>) => Credit | undefined;
  hasMark: boolean;
}

/** Numbers stay numbers; text that a spreadsheet would run is made harmless. */
function cellOf(value: unknown): string | number {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return String(value);
  return guard(textOf(value, BETWEEN));
}

function rowOf(text: string, file: CsvFile): (string | number)[] {
  const { id, geometry, properties } = parseFeature(text);
  const place = file.isPoints ? positionOf(geometry) : [JSON.stringify(geometry)];
  const cells = [id, ...place, ...file.properties.map((name) => cellOf(properties[name]))];
  if (file.licenseProperty === undefined) return cells;
  const credit = file.creditOf(properties);
  const license = properties[file.licenseProperty] ?? credit?.license;
  return [...cells, cellOf(license), cellOf(credit?.citation)];
}

/** CSV with a header; licence and citation stand in every row, since there is no other room for them. */
export async function* csvFile(
  file: CsvFile,
  pages: AsyncIterable<readonly string[]>,
): AsyncGenerator<string> {
  const place = file.isPoints ? ['longitude', 'latitude'] : ['geometry'];
  const credits = file.licenseProperty === undefined ? [] : ['license', 'citation'];
  const own = file.properties.filter((name) => !credits.includes(name));
  const shaped = { ...file, properties: own };
  yield (file.hasMark ? BYTE_ORDER_MARK : '') +
    stringify([['id', ...place, ...own, ...credits]], FORM);
  for await (const features of pages) {
    if (features.length > 0)
      yield stringify(
        features.map((text) => rowOf(text, shaped)),
        FORM,
      );
  }
}
