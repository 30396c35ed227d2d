import type { CursorSigner } from '../../../../lib/signed-cursor';
import type { RowRule } from '../../../../lib/row-rule';
import type { Principal } from '../../../accounts/contract/principal';
import type { FeaturesQuery } from '../../contract/features';
import { isWholeWorld, plainBoxesOf, squareDegreesOf } from '../domain/boxes';
import type { GeoLayer } from '../domain/layer';
import { foreignCursor, unknownCollection } from '../errors';
import type { FeaturePage, FeatureRepository, PageRequest } from '../repositories/features';
import type { CollectionsService } from './collections';

interface Dependencies {
  collections: Pick<CollectionsService, 'find'>;
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

interface FeaturesRequest {
  collection: string;
  query: FeaturesQuery;
  principal: Principal;
}

/** A page and where the next one begins. */
export interface FoundFeatures extends FeaturePage {
  nextCursor: string | null;
}

/** A question whose collection is known, with the text that tells it from every other one. */
export interface FeaturesQuestion {
  layer: GeoLayer;
  query: FeaturesQuery;
  rule: RowRule;
  /** What is asked and what may be seen, without the page. */
  scope: string;
}

/** Answers which features of a collection lie in a box, page by page, in the order of their ids. */
export const createFeaturesService = ({ collections, features, cursors }: Dependencies) => {
  async function read(request: PageRequest, bbox: FeaturesQuery['bbox']): Promise<FeaturePage> {
    if (!bbox || isWholeWorld(bbox)) return features.walkAll(request);
    const boxes = plainBoxesOf(bbox);
    const bounded = { ...request, boxes, maxRows: MAX_ROWS };
    const isWide = squareDegreesOf(boxes) >= WIDE_SQUARE_DEGREES;
    const gathered = isWide ? null : await features.gatherInside(bounded);
    return gathered ?? (await features.walkInside(bounded)) ?? features.sortInside(bounded);
  }

  return {
    /** @throws Problem `not-found` for an unknown collection. */
    understand({ collection, query, principal }: FeaturesRequest): FeaturesQuestion {
      const layer = collections.find(collection);
      if (!layer) throw unknownCollection();
      const rule = layer.rowsFor(principal);
      const scope = JSON.stringify([layer.name, query.bbox ?? null, rule]);
      return { layer, query, rule, scope };
    },

    /** @throws Problem `invalid-query` for a foreign cursor. */
    async find({ layer, query, rule, scope }: FeaturesQuestion): Promise<FoundFeatures> {
      const afterId = query.cursor === undefined ? 0 : cursors.read(query.cursor, scope);
      if (afterId === null) throw foreignCursor();
      const page = await read({ layer, rule, afterId, limit: query.limit }, query.bbox);
      const nextCursor =
        page.hasMore && page.lastId !== null ? cursors.sign(page.lastId, scope) : null;
      return { ...page, nextCursor };
    },
  };
};

export type FeaturesService = ReturnType<typeof createFeaturesService>;
