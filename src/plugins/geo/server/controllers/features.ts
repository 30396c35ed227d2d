import { pageParams, type FeatureLink } from '../../contract/features';
import type { FeaturesService, FoundFeatures } from '../services/features';
import type { Asked, QuestionsService } from '../services/questions';
import type { VersionsService } from '../services/versions';
import { askedBy, type GeoContext } from './geo-context';
import { createReply } from './reply';

export const GEOJSON = 'application/geo+json';

interface Dependencies {
  questions: QuestionsService;
  features: FeaturesService;
  versions: VersionsService;
  /** The public address of the route, without the collection. */
  baseUrl: string;
}

/** The address of a page, written the same way however it was asked for. */
function hrefOf(address: string, { parameters }: Asked, page: object): string {
  const parts = Object.entries({ ...parameters, ...page })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value)).replaceAll('%2C', ',')}`);
  return `${address}?${parts.join('&')}`;
}

/** `GET /api/geo/{collection}`. The features come as text from SQL and are not taken apart again. */
export const createFeaturesController = ({
  questions,
  features,
  versions,
  baseUrl,
}: Dependencies) => {
  const reply = createReply(versions);

  function linksOf(asked: Asked, limit: number, cursor: string | undefined, found: FoundFeatures) {
    const address = `${baseUrl}/${asked.layer.name}`;
    const links: FeatureLink[] = [
      { rel: 'self', type: GEOJSON, href: hrefOf(address, asked, { limit, cursor }) },
    ];
    if (found.nextCursor) {
      const href = hrefOf(address, asked, { limit, cursor: found.nextCursor });
      links.push({ rel: 'next', type: GEOJSON, href });
    }
    return links;
  }

  const write = ({ text, count }: FoundFeatures, limit: number, more: string): string =>
    `{"type":"FeatureCollection","features":[${text}],` +
    `"numberReturned":${count},"limit":${limit},${more}}`;

  return {
    async find(ctx: GeoContext): Promise<void> {
      const { asked, own } = await questions.ask({ ...askedBy(ctx), own: pageParams });
      await reply(ctx, { endpoint: 'list', asked, own }, async () => {
        const found = await features.find(asked, own);
        const links = JSON.stringify(linksOf(asked, own.limit, own.cursor, found));
        ctx.set('Content-Type', GEOJSON);
        ctx.body = write(found, own.limit, `"links":${links}`);
      });
    },

    /** The same for a question in a body, which may be longer than an address. */
    async search(ctx: GeoContext): Promise<void> {
      const input: unknown = ctx.request.body;
      const { asked, own } = await questions.ask({
        ...askedBy(ctx),
        input,
        door: 'body',
        own: pageParams,
      });
      const found = await features.find(asked, own);
      ctx.set('Content-Type', GEOJSON);
      const nextCursor = JSON.stringify(found.nextCursor);
      ctx.body = write(found, own.limit, `"nextCursor":${nextCursor}`);
    },
  };
};

export type FeaturesController = ReturnType<typeof createFeaturesController>;
