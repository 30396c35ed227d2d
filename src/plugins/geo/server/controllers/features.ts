import { pageParams, type FeatureLink } from '../../contract/features';
import type { FeaturesService, FoundFeatures } from '../services/features';
import type { Asked, QuestionsService } from '../services/questions';
import type { VersionsService } from '../services/versions';
import { askedBy, type GeoContext } from './geo-context';
import { createReply } from './reply';
import { textBody } from './text-body';

export const GEOJSON = 'application/geo+json';

interface Dependencies {
  questions: QuestionsService;
  features: FeaturesService;
  versions: VersionsService;
  /** The public address of the route, without the collection. */
  baseUrl: string;
}

const partOf = (name: string, value: string | number): string =>
  `${name}=${encodeURIComponent(value).replaceAll('%2C', ',')}`;

/** The address of a collection's pages but for the cursor, written the same way however it was asked for. */
function addressOf(baseUrl: string, { layer, parameters }: Asked, limit: number): string {
  const asked = Object.entries(parameters).map(([name, value]) => partOf(name, value));
  return `${baseUrl}/${layer.name}?${[...asked, partOf('limit', limit)].join('&')}`;
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
    const address = addressOf(baseUrl, asked, limit);
    const at = (page: string) => `${address}&${partOf('cursor', page)}`;
    const links: FeatureLink[] = [
      { rel: 'self', type: GEOJSON, href: cursor === undefined ? address : at(cursor) },
    ];
    if (found.nextCursor) links.push({ rel: 'next', type: GEOJSON, href: at(found.nextCursor) });
    return links;
  }

  const write = ({ text, count }: FoundFeatures, limit: number, more: string): Buffer =>
    textBody(
      `{"type":"FeatureCollection","features":[${text}],` +
        `"numberReturned":${count},"limit":${limit},${more}}`,
    );

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
