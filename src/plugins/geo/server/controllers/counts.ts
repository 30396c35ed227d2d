import { facetsParams } from '../../contract/readings';
import type { CountsService } from '../services/counts';
import type { QuestionsService } from '../services/questions';
import type { VersionsService } from '../services/versions';
import { askedBy, type GeoContext } from './geo-context';
import { createReply } from './reply';

interface Dependencies {
  questions: QuestionsService;
  counts: CountsService;
  versions: VersionsService;
}

const NOTHING = {};

/** Exact numbers under the filters of the list. */
export const createCountsController = ({ questions, counts, versions }: Dependencies) => {
  const reply = createReply(versions);

  return {
    async count(ctx: GeoContext): Promise<void> {
      const { asked, own } = await questions.ask({ ...askedBy(ctx), own: NOTHING });
      await reply(ctx, { endpoint: 'count', asked, own }, async () => {
        ctx.body = { data: { count: await counts.count(asked) } };
      });
    },

    async facets(ctx: GeoContext): Promise<void> {
      const { asked, own } = await questions.ask({ ...askedBy(ctx), own: facetsParams });
      await reply(ctx, { endpoint: 'facets', asked, own }, async () => {
        const { values, hasMore } = await counts.facets(asked, own);
        ctx.body = { data: values, meta: { by: own.by, limit: own.limit, hasMore } };
      });
    },
  };
};

export type CountsController = ReturnType<typeof createCountsController>;
