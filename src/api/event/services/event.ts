import { factories } from '@strapi/strapi';
import type { Core } from '@strapi/strapi';
import type { ShownEntry } from '../../../lib/http/rest-query/present';
import { runNarrowed } from '../../../lib/http/rest-query/row-scope';
import type { Principal } from '../../../plugins/accounts/contract/principal';
import type { Files } from '../../../plugins/files/contract/files';
import { createPresentEvents } from '../present-events';
import { upcomingFilter } from '../upcoming';

const UID = 'api::event.event';

interface FindParams {
  sort?: unknown;
  /** The route declares it, the controller has checked it. */
  upcoming?: 'true' | 'false';
}

export default ({ strapi }: { strapi: Core.Strapi }) => {
  const core = factories.createCoreService(UID)({ strapi });
  const findAll = core.find.bind(core);

  return Object.assign(core, {
    /** Those that come first are first; of one moment, in the order they were made. */
    find({ upcoming, ...params }: FindParams = {}) {
      const asked = { sort: ['startsAt:asc', 'id:asc'], ...params };
      if (upcoming === undefined) return findAll(asked);
      const filter = upcomingFilter(upcoming === 'true', new Date());
      return runNarrowed(UID, filter, () => findAll(asked));
    },

    present(entries: ShownEntry[], principal: Principal): Promise<void> {
      const files = strapi.plugin('files').service<Files>('files');
      return createPresentEvents({ db: strapi.db.connection, files })(entries, principal);
    },
  });
};
