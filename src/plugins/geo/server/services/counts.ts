import { unknownFacet } from '../errors';
import type { CountRepository, FacetCount } from '../repositories/counts';
import type { GeoLayer, LayerProperty } from '../domain/layer';
import type { Asked } from './questions';

/** By the name of the attribute, or of the filter that asks for it: `datasetKey` is `dataset` there. */
function facetOf({ facets, filters }: GeoLayer, by: string): LayerProperty | undefined {
  const named = (attribute: unknown) => facets.find(({ name }) => name === attribute);
  const filter = Object.hasOwn(filters, by) ? filters[by] : undefined;
  return named(by) ?? (filter && 'attribute' in filter ? named(filter.attribute) : undefined);
}

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
    const attribute = facetOf(asked.layer, by);
    if (!attribute) throw unknownFacet(asked.layer.facets.map(({ name }) => name));
    const found = await counts.countBy({ ...asked, by: attribute, limit: limit + 1 });
    return { values: found.slice(0, limit), hasMore: found.length > limit };
  },
});

export type CountsService = ReturnType<typeof createCountsService>;
