import { unknownFacet } from '../errors';
import type { CountRepository, FacetCount } from '../repositories/counts';
import type { Asked } from './questions';

/** Exact numbers under a question. */
export const createCountsService = ({ counts }: { counts: CountRepository }) => ({
  count: (asked: Asked): Promise<number> => counts.count(asked),

  /**
   * The most frequent values of a declared attribute.
   * @throws Problem `invalid-query` for an attribute that is not declared.
   */
  async facets(
    asked: Asked,
    { by, limit }: { by: string; limit: number },
  ): Promise<{ values: FacetCount[]; hasMore: boolean }> {
    const { facets } = asked.layer;
    const attribute = facets.find(({ name }) => name === by);
    if (!attribute) throw unknownFacet(facets.map(({ name }) => name));
    const found = await counts.countBy({ ...asked, by: attribute, limit: limit + 1 });
    return { values: found.slice(0, limit), hasMore: found.length > limit };
  },
});

export type CountsService = ReturnType<typeof createCountsService>;
