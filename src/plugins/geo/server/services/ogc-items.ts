import { presentClient } from '../../../../lib/client-presence';
import { isErrorLike } from '../../../../lib/http/error-like';
import type { Principal } from '../../../accounts/contract/principal';
import type { Filter } from '../../contract/cql2';
import { boxWithoutHeights, itemsParams } from '../../contract/ogc';
import { questionParams } from '../../contract/question';
import type { GeoLayer } from '../domain/layer';
import { unknownCollection, unknownFeature } from '../errors';
import type { ItemRepository } from '../repositories/items';
import type { CollectionsService } from './collections';
import { propertyParams, type ConditionsService } from './conditions';
import type { FeaturesService, FoundFeatures, PageWish } from './features';
import type { Asked, QuestionsService } from './questions';

interface Dependencies {
  collections: Pick<CollectionsService, 'find'>;
  questions: QuestionsService;
  conditions: ConditionsService;
  features: FeaturesService;
  items: ItemRepository;
}

interface Request {
  collection: string;
  principal: Principal;
}

export interface AskedItems {
  asked: Asked;
  page: PageWish;
}

/** A page of features as OGC API Features has it. */
export interface FoundItems extends FoundFeatures {
  /** How many features answer in all, on the first page; null where counting would take too long. */
  numberMatched: number | null;
}

/** Counting a million rows takes about 50 ms; beyond that the number is left out. */
const MOST_COUNTED = 1_000_000;

/** What PostgreSQL says of a statement that was cancelled, by its timeout or for a client that left. */
const isCancelled = (error: unknown): boolean => isErrorLike(error) && error.code === '57014';

/** Lists and single features of OGC API Features, by the same question and rules as `/api/geo`. */
export const createOgcItemsService = (dependencies: Dependencies) => {
  const { collections, questions, conditions, features, items } = dependencies;
  const ownParams = new WeakMap<GeoLayer, ReturnType<typeof makeOwn>>();

  /**
   * A property asked for by its own name wins over a filter of that name, which may take lists, but not
   * over a parameter that every collection has.
   */
  function makeOwn(layer: GeoLayer) {
    const taken = new Set(Object.keys({ ...questionParams, ...itemsParams }));
    const free = Object.entries(propertyParams(layer)).filter(([name]) => !taken.has(name));
    const properties = Object.fromEntries(free);
    return { properties, own: { ...properties, ...itemsParams } };
  }

  function ownOf(layer: GeoLayer) {
    const made = ownParams.get(layer) ?? makeOwn(layer);
    ownParams.set(layer, made);
    return made;
  }

  function withCondition(asked: Asked, all: readonly Filter[]): Asked {
    const [first] = all;
    if (!first) return asked;
    const condition: Filter = all.length > 1 ? { kind: 'and', at: 'the query', all } : first;
    const question = { ...asked.question, condition };
    return { ...asked, question, scope: JSON.stringify([asked.scope, condition]) };
  }

  async function count(asked: Asked, found: FoundFeatures, cursor: string | undefined) {
    if (cursor !== undefined) return null;
    if (!found.hasMore) return found.count;
    const { layer, question, access } = asked;
    try {
      return await items.countUpTo({ layer, question, access, atMost: MOST_COUNTED });
    } catch (error) {
      presentClient()?.throwIfGone();
      // The page was found, and is an answer without the number too.
      if (isCancelled(error)) return null;
      throw error;
    }
  }

  return {
    /**
     * What a query asks of a collection, and which page of it.
     * @throws Problem `not-found` for an unknown collection, `invalid-query` for everything else.
     */
    async ask({ input, ...request }: Request & { input: object }): Promise<AskedItems> {
      const layer = collections.find(request.collection);
      if (!layer) throw unknownCollection();
      const { properties, own: params } = ownOf(layer);
      const flat = 'bbox' in input ? { ...input, bbox: boxWithoutHeights(input.bbox) } : input;
      const { asked, own } = await questions.ask({ ...request, input: flat, own: params });
      const { limit, cursor, filter, 'filter-lang': language } = own;
      // What the parameters of properties were turned into, beside those that all collections have.
      const equal = own as Record<string, unknown>;
      const all = Object.keys(properties).flatMap(
        (name) => (equal[name] as Filter | undefined) ?? [],
      );
      if (filter !== undefined) all.push(await conditions.read({ text: filter, language }, layer));
      return { asked: withCondition(asked, all), page: { limit, cursor } };
    },

    /** @throws Problem `invalid-query` for a cursor of another question or caller. */
    async list({ asked, page }: AskedItems): Promise<FoundItems> {
      const found = await features.find(asked, page);
      return { ...found, numberMatched: await count(asked, found, page.cursor) };
    },

    /** @throws Problem `not-found` for an unknown collection. */
    async askForOne(request: Request): Promise<Asked> {
      const { asked } = await questions.ask({ ...request, input: {}, own: {} });
      return asked;
    },

    /** @throws Problem `not-found`, also for a feature that this caller may not see. */
    async find({ layer, access }: Asked, featureId: string): Promise<string> {
      const text = await items.find({ layer, access, featureId });
      if (text === null) throw unknownFeature();
      return text;
    },
  };
};

export type OgcItemsService = ReturnType<typeof createOgcItemsService>;
