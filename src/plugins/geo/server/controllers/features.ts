import type { Context } from 'koa';
import { parseInput } from '../../../../lib/parse-input';
import { ANONYMOUS, type Principal } from '../../../accounts/contract/principal';
import { featuresQuery, type FeatureLink, type FeaturesQuery } from '../../contract/features';
import type { FeaturesService, FoundFeatures } from '../services/features';
import type { VersionsService } from '../services/versions';
import { answerIfChanged } from './conditional';

const GEOJSON = 'application/geo+json';

interface Dependencies {
  features: FeaturesService;
  versions: VersionsService;
  /** The public address of the route, without the collection. */
  baseUrl: string;
}

interface FeaturesState {
  /** Set by the authentication of the accounts plugin. */
  principal?: Principal;
}

type FeaturesContext = Context & { params: Record<string, string>; state: FeaturesState };

/** The address of a page, written the same way however it was asked for. */
function hrefOf(address: string, { bbox, limit }: FeaturesQuery, cursor?: string): string {
  const box = bbox && [bbox.west, bbox.south, bbox.east, bbox.north].join(',');
  const parts = [box && `bbox=${box}`, `limit=${limit}`, cursor && `cursor=${cursor}`];
  return `${address}?${parts.filter(Boolean).join('&')}`;
}

function linksOf(address: string, query: FeaturesQuery, found: FoundFeatures): FeatureLink[] {
  const self = hrefOf(address, query, query.cursor);
  const links: FeatureLink[] = [{ rel: 'self', type: GEOJSON, href: self }];
  if (found.nextCursor) {
    links.push({ rel: 'next', type: GEOJSON, href: hrefOf(address, query, found.nextCursor) });
  }
  return links;
}

/** `GET /api/geo/{collection}`. The features come as text from SQL and are not taken apart again. */
export const createFeaturesController = ({ features, versions, baseUrl }: Dependencies) => ({
  async find(ctx: FeaturesContext): Promise<void> {
    const query = parseInput(featuresQuery, ctx.query);
    const collection = ctx.params['collection'] ?? '';
    const principal = ctx.state.principal ?? ANONYMOUS;
    const question = features.understand({ collection, query, principal });
    const version = await versions.versionOf(question.layer);
    const scope = `${question.scope} ${query.limit} ${query.cursor ?? ''}`;
    await answerIfChanged(ctx, { version, scope, maxAgeSeconds: 0 }, async () => {
      const found = await features.find(question);
      const links = JSON.stringify(linksOf(`${baseUrl}/${collection}`, query, found));
      ctx.set('Content-Type', GEOJSON);
      ctx.body =
        `{"type":"FeatureCollection","features":[${found.text}],` +
        `"numberReturned":${found.count},"limit":${query.limit},"links":${links}}`;
    });
  },
});

export type FeaturesController = ReturnType<typeof createFeaturesController>;
