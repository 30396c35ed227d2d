import type { CursorSigner } from '../../../../lib/signed-cursor';
import type { Principal } from '../../../accounts/contract/principal';
import type { FeaturesQuery } from '../../contract/features';
import { isWholeWorld, plainBoxesOf } from '../domain/boxes';
import { foreignCursor, unknownCollection } from '../errors';
import type { FeaturePage, FeatureRepository, PageRequest } from '../repositories/features';
import type { CollectionsService } from './collections';

interface Dependencies {
  collections: Pick<CollectionsService, 'find'>;
  features: FeatureRepository;
  cursors: CursorSigner;
}

interface FeaturesRequest {
  collection: string;
  query: FeaturesQuery;
  principal: Principal;
}

/** A page and where the next one begins. */
export interface FoundFeatures extends FeaturePage {
  nextCursor: string | null;
}

/** Answers which features of a collection lie in a box, page by page, in the order of their ids. */
export const createFeaturesService = ({ collections, features, cursors }: Dependencies) => {
  async function read(request: PageRequest, bbox: FeaturesQuery['bbox']): Promise<FeaturePage> {
    if (!bbox || isWholeWorld(bbox)) return features.walkAll(request);
    const inBoxes = { ...request, boxes: plainBoxesOf(bbox) };
    return (
      (await features.gatherInside(inBoxes)) ??
      (await features.walkInside(inBoxes)) ??
      (await features.sortInside(inBoxes))
    );
  }

  return {
    /** @throws Problem `not-found` for an unknown collection, `invalid-query` for a foreign cursor. */
    async find({ collection, query, principal }: FeaturesRequest): Promise<FoundFeatures> {
      const layer = collections.find(collection);
      if (!layer) throw unknownCollection();
      const rule = layer.rowsFor(principal);
      const scope = JSON.stringify([layer.name, query.bbox ?? null, rule]);
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
