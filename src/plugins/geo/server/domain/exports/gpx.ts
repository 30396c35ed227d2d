import type { Geometry, Position2d } from '../../../contract/cql2';
import type { Credit } from './credit';
import { parseFeature, textOf, type ExportedFeature } from './feature';
import { xmlText } from '../../../../../lib/xml-text';

interface GpxFile {
  title: string;
  credits: readonly Credit[];
  /** The property that names a waypoint, and the one that says when it was (UTC). */
  nameProperty: string | undefined;
  timeProperty: string | undefined;
}

/** GPX 1.1 has room for one copyright alone, so all sources stand in the description. */
function head({ title, credits }: GpxFile): string {
  const described = credits.map(
    ({ citation, license, rows }) => `${citation} (${license}; ${rows} features)`,
  );
  const [only] = credits;
  const license = only && /^https?:\/\/\S+$/.test(only.license) ? only.license : undefined;
  const inner = license === undefined ? '' : `<license>${xmlText(license)}</license>`;
  const copyright =
    credits.length === 1 && only
      ? `<copyright author="${xmlText(only.title)}">${inner}</copyright>`
      : '';
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
    '<gpx version="1.1" creator="Shoal" xmlns="http://www.topografix.com/GPX/1/1">\n' +
    `<metadata><name>${xmlText(title)}</name>` +
    `<desc>${xmlText(described.join('\n'))}</desc>${copyright}</metadata>\n`
  );
}

const attributes = ([lon, lat]: Position2d): string => `lat="${lat}" lon="${lon}"`;

function waypoint(position: Position2d, inner: string): string {
  return `<wpt ${attributes(position)}>${inner}</wpt>`;
}

function track(lines: readonly (readonly Position2d[])[], inner: string): string {
  const segments = lines.map(
    (line) =>
      `<trkseg>${line.map((position) => `<trkpt ${attributes(position)}/>`).join('')}</trkseg>`,
  );
  return `<trk>${inner}${segments.join('')}</trk>`;
}

/** Points are waypoints; lines, and the borders of areas, are tracks. */
function shapesOf(geometry: Geometry, pointInner: string, lineInner: string): string[] {
  switch (geometry.type) {
    case 'Point':
      return [waypoint(geometry.coordinates, pointInner)];
    case 'MultiPoint':
      return geometry.coordinates.map((position) => waypoint(position, pointInner));
    case 'LineString':
      return [track([geometry.coordinates], lineInner)];
    case 'Polygon':
    case 'MultiLineString':
      return [track(geometry.coordinates, lineInner)];
    case 'MultiPolygon':
      return [track(geometry.coordinates.flat(), lineInner)];
  }
}

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

function shapes({ id, geometry, properties }: ExportedFeature, file: GpxFile): string[] {
  const { nameProperty, timeProperty } = file;
  const name = (nameProperty && textOf(properties[nameProperty], ', ')) || String(id);
  const time = timeProperty ? textOf(properties[timeProperty], '') : '';
  const lines = Object.entries(properties)
    .map(([property, value]) => [property, textOf(value, ', ')])
    .filter(([, text]) => text !== '')
    .map(([property, text]) => `${property}: ${text}`);
  const inner = `<name>${xmlText(name)}</name><desc>${xmlText(lines.join('\n'))}</desc>`;
  const when = MOMENT.test(time) ? `<time>${time}</time>` : '';
  return shapesOf(geometry, when + inner, inner);
}

/**
 * GPX 1.1. Its schema wants all waypoints before all tracks; a layer holds points, or it does not, so the
 * order of rows does that unless a GeoJSON layer mixes both.
 */
export async function* gpxFile(
  file: GpxFile,
  pages: AsyncIterable<readonly string[]>,
): AsyncGenerator<string> {
  yield head(file);
  for await (const features of pages) {
    const written = features.flatMap((text) => shapes(parseFeature(text), file));
    if (written.length > 0) yield `${written.join('\n')}\n`;
  }
  yield '</gpx>\n';
}
