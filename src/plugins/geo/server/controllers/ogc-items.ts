import { parseInput } from '../../../../lib/parse-input';
import { documentParams, MEDIA_TYPES } from '../../contract/ogc';
import { jsonLink, type OgcLink } from '../domain/ogc/documents';
import type { OgcItemsService } from '../services/ogc-items';
import { askedBy, type GeoContext } from './geo-context';

interface Dependencies {
  items: OgcItemsService;
  /** The public address of the landing page. */
  root: string;
  now: () => Date;
}

const geojsonLink = (rel: string, href: string): OgcLink => ({
  rel,
  type: MEDIA_TYPES.geojson,
  href,
});

/** The same links as a header (RFC 8288), for clients that do not read bodies. */
const linkHeader = (links: readonly OgcLink[]): string =>
  links.map(({ rel, type, href }) => `<${href}>; rel="${rel}"; type="${type}"`).join(', ');

/** The address that was asked, with another page of it. */
function pageAddress(address: string, query: GeoContext['query'], page: Record<string, string>) {
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...query, ...page })) {
    // Parsed already: every parameter is given once.
    asked.set(name, String(value));
  }
  return `${address}?${asked.toString()}`;
}

/** `/collections/{collection}/items` and one feature of them. The features come as text from SQL. */
export const createOgcItemsController = ({ items, root, now }: Dependencies) => ({
  async list(ctx: GeoContext): Promise<void> {
    const found = await items.list(askedBy(ctx));
    const { layer, limit, nextCursor, numberMatched } = found;
    const collection = `${root}/collections/${layer.name}`;
    const address = `${collection}/items`;
    const page = { limit: String(limit) };
    const links = [
      geojsonLink('self', pageAddress(address, ctx.query, page)),
      jsonLink('collection', collection, layer.title),
    ];
    if (nextCursor) {
      links.push(
        geojsonLink('next', pageAddress(address, ctx.query, { ...page, cursor: nextCursor })),
      );
    }
    const matched = numberMatched === null ? '' : `"numberMatched":${numberMatched},`;
    ctx.set('Content-Type', MEDIA_TYPES.geojson);
    ctx.set('Link', linkHeader(links));
    ctx.body =
      `{"type":"FeatureCollection","links":${JSON.stringify(links)},` +
      `"timeStamp":"${now().toISOString()}",${matched}"numberReturned":${found.count},` +
      `"features":[${found.text}]}`;
  },

  async find(ctx: GeoContext): Promise<void> {
    parseInput(documentParams, ctx.query);
    const { collection, principal } = askedBy(ctx);
    const featureId = ctx.params['feature'] ?? '';
    const { layer, text } = await items.find({ collection, principal, featureId });
    const address = `${root}/collections/${layer.name}`;
    const links = [
      geojsonLink('self', `${address}/items/${encodeURIComponent(featureId)}`),
      jsonLink('collection', address, layer.title),
    ];
    ctx.set('Content-Type', MEDIA_TYPES.geojson);
    ctx.set('Link', linkHeader(links));
    // The text is one object; its links become its last member.
    ctx.body = `${text.slice(0, -1)},"links":${JSON.stringify(links)}}`;
  },
});
