import { archiveFile } from '../domain/exports/archive';
import type { Credit } from '../domain/exports/credit';
import { csvFile } from '../domain/exports/csv';
import { geojsonFile } from '../domain/exports/geojson';
import { gpxFile } from '../domain/exports/gpx';
import type { GeoLayer } from '../domain/layer';
import { unknownFile } from '../errors';
import type { ExportOrder } from './export-order';

interface Content {
  credits: readonly Credit[];
  /** Features as GeoJSON texts, in the order of their rows. */
  pages: AsyncIterable<readonly string[]>;
}

/** The credit of a row, by the values that name its source. */
function creditFinder({ credits: declared }: GeoLayer, credits: readonly Credit[]) {
  const byKey = new Map(credits.map((credit) => [credit.key, credit]));
  return (properties: Record<string, unknown>): Credit | undefined => {
    const key = declared?.by.map(({ name }) => {
      const value = properties[name];
      return typeof value === 'string' ? value : 'unknown';
    });
    return key && byKey.get(key.join(':'));
  };
}

/** What a waypoint is called: by the first property that is a text for people. */
const nameOf = ({ properties }: GeoLayer): string | undefined =>
  properties.find(({ name, type }) => name !== 'documentId' && ['string', 'text'].includes(type))
    ?.name;

/**
 * The file that was ordered, piece by piece.
 * @throws Problem `not-found` for an archive of a layer that declares none.
 */
export function fileOf(
  { asked: { layer }, format, hasMark, url, day }: ExportOrder,
  { credits, pages }: Content,
): AsyncIterable<string | Uint8Array> {
  switch (format) {
    case 'geojson':
      return geojsonFile(credits, pages);
    case 'csv':
      return csvFile(
        {
          properties: layer.properties.map(({ name }) => name),
          isPoints: layer.isPoints,
          licenseProperty: layer.credits?.license.name,
          creditOf: creditFinder(layer, credits),
          hasMark,
        },
        pages,
      );
    case 'gpx':
      return gpxFile(
        {
          title: layer.title,
          credits,
          nameProperty: nameOf(layer),
          timeProperty: layer.time?.start.name,
        },
        pages,
      );
    case 'dwca.zip': {
      const { archive, title, description } = layer;
      if (!archive) throw unknownFile();
      const described = { id: url, title, description, publisher: 'Shoal', url, day, credits };
      return archiveFile({ ...described, archive }, pages);
    }
  }
}
