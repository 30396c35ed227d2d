import { nearbyParams } from '../../contract/readings';
import type { NearbyService } from '../services/nearby';
import type { QuestionsService } from '../services/questions';
import type { VersionsService } from '../services/versions';
import { GEOJSON } from './features';
import { askedBy, type GeoContext } from './geo-context';
import { createReply } from './reply';
import { textBody } from './text-body';

interface Dependencies {
  questions: QuestionsService;
  nearby: NearbyService;
  versions: VersionsService;
}

/** `GET /api/geo/{collection}/nearby`: the nearest first, each with `distanceMeters`. */
export const createNearbyController = ({ questions, nearby, versions }: Dependencies) => {
  const reply = createReply(versions);

  return {
    async find(ctx: GeoContext): Promise<void> {
      const { asked, own } = await questions.ask({ ...askedBy(ctx), own: nearbyParams });
      await reply(ctx, { endpoint: 'nearby', asked, own }, async () => {
        const { text, count } = await nearby.find(asked, own);
        ctx.set('Content-Type', GEOJSON);
        ctx.body = textBody(
          `{"type":"FeatureCollection","features":[${text}],` +
            `"numberReturned":${count},"limit":${own.limit}}`,
        );
      });
    },
  };
};

export type NearbyController = ReturnType<typeof createNearbyController>;
