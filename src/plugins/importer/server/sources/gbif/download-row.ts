import { readNumber, readText } from '../../domain/read-value';

/** What the download adds to what the search gives. */
const ONLY_IN_DOWNLOADS =
  /^(issue|hasCoordinate|hasGeospatialIssues|repatriated|mediaType|level[0-3](Gid|Name)|id|datasetKey)$/;

/** What the search gives as numbers. */
const NUMBERS = new Set([
  'decimalLatitude',
  'decimalLongitude',
  'coordinateUncertaintyInMeters',
  'coordinatePrecision',
  'elevation',
  'elevationAccuracy',
  'depth',
  'depthAccuracy',
  'distanceFromCentroidInMeters',
  'year',
  'month',
  'day',
  'startDayOfYear',
  'endDayOfYear',
  'individualCount',
]);

/**
 * A row of a download's table as the search would give the record, as far as one can be made of the
 * other: a record that was found by both stays one.
 */
export function fromDownloadRow(row: Record<string, unknown>): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(row)) {
    if (ONLY_IN_DOWNLOADS.test(name)) continue;
    fields[name] = NUMBERS.has(name) ? (readNumber(value) ?? value) : value;
  }
  const issues = readText(row.issue)?.split(/[;|]/) ?? [];
  const key = readNumber(row.gbifID);
  return {
    ...fields,
    ...(key !== null && { key }),
    ...(row.datasetKey !== undefined && { datasetKey: row.datasetKey }),
    issues: issues.map((issue) => issue.trim()).filter(Boolean),
  };
}
