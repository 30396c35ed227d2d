import { pageParams, type FeatureLink } from '../../contract/features';
import type { FeaturesService, FoundFeatures } from '../services/features';
import type { Asked, QuestionsService } from '../services/questions';
import { askedBy, type GeoContext } from './geo-context';

export const GEOJSON = 'application/geo+json';

interface Dependencies {
  questions: QuestionsService;
  features: FeaturesService;
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
export const createFeaturesController = ({ questions, features, baseUrl }: Dependencies) => {
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

  return {
    async find(ctx: GeoContext): Promise<void> {
      const { asked, own } = await questions.ask({ ...askedBy(ctx), own: pageParams });
      const found = await features.find(asked, own);
      const links = JSON.stringify(linksOf(asked, own.limit, own.cursor, found));
      ctx.set('Content-Type', GEOJSON);
      ctx.body =
        `{"type":"FeatureCollection","features":[${found.text}],` +
        `"numberReturned":${found.count},"limit":${own.limit},"links":${links}}`;
    },
  };
};

export type FeaturesController = ReturnType<typeof createFeaturesController>;
