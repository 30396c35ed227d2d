import type { CursorSigner } from '../../../../lib/signed-cursor';
import type { Question } from '../../contract/question';
import { isWholeWorld, smallestOf } from '../domain/boxes';
import { foreignCursor } from '../errors';
import type { FeaturePage, FeatureRepository, PageRequest } from '../repositories/features';
import type { Asked } from './questions';

interface Dependencies {
  features: FeatureRepository;
  cursors: CursorSigner;
}

/**
 * A box of this size usually holds enough of the next rows of the table to walk them in their order
 * (1.5 ms instead of 70 ms for gathering 20,000 first, at a million rows); a smaller one does not.
 */
const WIDE_SQUARE_DEGREES = 400;
/** Walking and gathering this many rows cost about the same, 10 to 30 ms. */
const MAX_ROWS = 20_000;

/** How much of the answer to a question is wanted. */
export interface PageWish {
  limit: number;
  cursor?: string;
}

/** A page and where the next one begins. */
export interface FoundFeatures extends FeaturePage {
  nextCursor: string | null;
}

/** Whether nearly every row answers, so that the next page is right behind the last. */
const isAboutEverything = ({ place, datetime, dated, filters }: Question): boolean =>
  place.every((one) => one.kind === 'box' && isWholeWorld(one.bbox)) &&
  !datetime &&
  !dated &&
  Object.keys(filters).length === 0;

/** Answers which features match a question, page by page, in the order of their rows. */
export const createFeaturesService = ({ features, cursors }: Dependencies) => {
  async function read(request: PageRequest): Promise<FeaturePage> {
    if (isAboutEverything(request.question)) return features.walkAll(request);
    const bounded = { ...request, maxRows: MAX_ROWS };
    const isWide = smallestOf(request.question.place) >= WIDE_SQUARE_DEGREES;
    const gathered = isWide ? null : await features.gather(bounded);
    return gathered ?? (await features.walk(bounded)) ?? features.sort(bounded);
  }

  return {
    /** @throws Problem `invalid-query` for a cursor of another question or caller. */
    async find(asked: Asked, { limit, cursor }: PageWish): Promise<FoundFeatures> {
      const { layer, question, access, scope } = asked;
      const afterId = cursor === undefined ? 0 : cursors.read(cursor, scope);
      if (afterId === null) throw foreignCursor();
      const page = await read({ layer, question, access, afterId, limit });
      const nextCursor =
        page.hasMore && page.lastId !== null ? cursors.sign(page.lastId, scope) : null;
      return { ...page, nextCursor };
    },
  };
};

export type FeaturesService = ReturnType<typeof createFeaturesService>;
