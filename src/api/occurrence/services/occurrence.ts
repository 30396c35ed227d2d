import { factories, type Core } from '@strapi/strapi';
import { readableOccurrences } from '../../../access/occurrences';
import { toFilters } from '../../../lib/row-rule';

const UID = 'api::occurrence.occurrence';

type Params = Record<string, unknown>;

interface CoreService {
  find(params: Params): Promise<unknown>;
}

/** Generated REST shows the rows that geo reads show: the same rule, ANDed to the caller's filters. */
const onlyReadable = (params: Params): Params => ({
  ...params,
  filters: { $and: [params.filters ?? {}, ...toFilters(readableOccurrences())] },
});

export default ({ strapi }: { strapi: Core.Strapi }) => {
  // The factory's own type has no method signatures to build on.
  const core = factories.createCoreService(UID)({ strapi }) as unknown as CoreService;
  const readable = {
    find: (params: Params = {}) => core.find(onlyReadable(params)),
    findOne: (documentId: string, params: Params = {}) =>
      strapi.documents(UID).findFirst({ ...params, ...onlyReadable({ filters: { documentId } }) }),
  };
  return Object.setPrototypeOf(readable, core) as typeof readable;
};
