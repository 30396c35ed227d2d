import { factories } from '@strapi/strapi';
import type { Core } from '@strapi/strapi';
import { runNarrowed } from '../../../lib/http/rest-query/row-scope';
import { createPresentOccurrences } from '../provenance';
import { duplicatesFilter, type Duplicates } from '../duplicates';

const UID = 'api::occurrence.occurrence';

interface FindParams {
  /** The route declares it, the controller has checked it. */
  duplicates?: Duplicates;
}

export default ({ strapi }: { strapi: Core.Strapi }) => {
  const core = factories.createCoreService(UID)({ strapi });
  const findAll = core.find.bind(core);

  const present = createPresentOccurrences(strapi);

  return Object.assign(core, {
    present,

    /** Lists and their counts leave out what another record stands for; by its id each is found. */
    find({ duplicates = 'exclude', ...params }: FindParams = {}) {
      const filter = duplicatesFilter(duplicates);
      return filter ? runNarrowed(UID, filter, () => findAll(params)) : findAll(params);
    },
  });
};
