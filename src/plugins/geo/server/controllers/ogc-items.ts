import { parseInput } from '../../../../lib/parse-input';
import { documentParams, MEDIA_TYPES } from '../../contract/ogc';
import { jsonLink, type OgcLink } from '../domain/ogc/documents';
import type { AskedItems, FoundItems, OgcItemsService } from '../services/ogc-items';
import type { VersionsService } from '../services/versions';
import { answerIfChanged } from './conditional';
import { askedBy, type GeoContext } from './geo-context';
import { textBody } from './text-body';

interface Dependencies {
  items: OgcItemsService;
  versions: VersionsService;
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
export const createOgcItemsController = ({ items, versions, root, now }: Dependencies) => {
  function pageText(ctx: GeoContext, { asked, page }: AskedItems, found: FoundItems): string {
    const { layer } = asked;
    const collection = `${root}/collections/${layer.name}`;
    const addressOf = (others: Record<string, string>) =>
      pageAddress(`${collection}/items`, ctx.query, { limit: String(page.limit), ...others });
    const links = [
      geojsonLink('self', addressOf({})),
      jsonLink('collection', collection, layer.title),
    ];
    if (found.nextCursor) links.push(geojsonLink('next', addressOf({ cursor: found.nextCursor })));
    ctx.set('Link', linkHeader(links));
    const matched = found.numberMatched === null ? '' : `"numberMatched":${found.numberMatched},`;
    return (
      `{"type":"FeatureCollection","links":${JSON.stringify(links)},` +
      `"timeStamp":"${now().toISOString()}",${matched}"numberReturned":${found.count},` +
      `"features":[${found.text}]}`
    );
  }

  return {
    async list(ctx: GeoContext): Promise<void> {
      const request = await items.ask({ ...askedBy(ctx), input: ctx.query });
      const { asked, page } = request;
      const version = await versions.versionOf(asked.layer);
      const scope = `ogc ${asked.scope} ${page.limit} ${page.cursor ?? ''}`;
      await answerIfChanged(ctx, { version, scope, maxAgeSeconds: 0 }, async () => {
        const found = await items.list(request);
        ctx.set('Content-Type', MEDIA_TYPES.geojson);
        ctx.body = textBody(pageText(ctx, request, found));
      });
    },

    async find(ctx: GeoContext): Promise<void> {
      parseInput(documentParams, ctx.query);
      const { collection, principal } = askedBy(ctx);
      const featureId = ctx.params['feature'] ?? '';
      const asked = await items.askForOne({ collection, principal });
      const { layer } = asked;
      const version = await versions.versionOf(layer);
      const scope = `ogc ${asked.scope} item ${featureId}`;
      await answerIfChanged(ctx, { version, scope, maxAgeSeconds: 0 }, async () => {
        const text = await items.find(asked, featureId);
        const address = `${root}/collections/${layer.name}`;
        const links = [
          geojsonLink('self', `${address}/items/${encodeURIComponent(featureId)}`),
          jsonLink('collection', address, layer.title),
        ];
        ctx.set('Content-Type', MEDIA_TYPES.geojson);
        ctx.set('Link', linkHeader(links));
        // The text is one object; its links become its last member.
        ctx.body = `${text.slice(0, -1)},"links":${JSON.stringify(links)}}`;
      });
    },
  };
};
