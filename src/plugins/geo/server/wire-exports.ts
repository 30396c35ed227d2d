import type { Core } from '@strapi/strapi';
import { createKeyedSlots } from '../../../lib/keyed-slots';
import type { LivePrincipals } from '../../accounts/contract/live-caller';
import type { Principal } from '../../accounts/contract/principal';
import type { SecurityEvents } from '../../accounts/contract/security-event';
import type { Throttle } from '../../accounts/contract/throttle';
import { createExportsController } from './controllers/exports';
import { createExportRowRepository } from './repositories/export-rows';
import { createExportsService } from './services/exports';

interface Wiring {
  strapi: Core.Strapi;
}

const EXPORTS_AT_ONCE = 2;

const serviceOf = <Service extends object>(strapi: Core.Strapi, name: string): Service =>
  strapi.plugin('geo').service<Service>(name);

const accountsOf = <Service extends object>(strapi: Core.Strapi, name: string): Service =>
  strapi.plugin('accounts').service<Service>(name);

/** What is public stays so; what an account may see ends with its session or its role. */
async function mayStill(strapi: Core.Strapi, principal: Principal): Promise<boolean> {
  if (principal.kind !== 'user') return true;
  const now = await accountsOf<LivePrincipals>(strapi, 'principals').ofSession(principal.sessionId);
  return now?.role === principal.role;
}

export const exportServices = {
  exports: ({ strapi }: Wiring) =>
    createExportsService({
      // Not by the pool for reads: naming all datasets may take longer than a map may.
      rows: createExportRowRepository(strapi.db.connection),
      slots: createKeyedSlots(EXPORTS_AT_ONCE),
      mayStill: (principal) => mayStill(strapi, principal),
      record: ({ asked, format, person }, { rows, failure }) =>
        accountsOf<SecurityEvents>(strapi, 'securityEvents').record(strapi.db.connection, {
          type: 'data-exported',
          ...person,
          targetId: null,
          details: {
            kind: asked.layer.name,
            format,
            rows,
            isWhole: Object.keys(asked.parameters).length === 0,
            isExact: asked.access.exact,
            isComplete: failure === null,
          },
        }),
    }),
};

export const exportControllers = {
  exports: ({ strapi }: Wiring) =>
    createExportsController({
      questions: serviceOf(strapi, 'questions'),
      exports: serviceOf(strapi, 'exports'),
      versions: serviceOf(strapi, 'versions'),
      clientKey: (address) => accountsOf<Throttle>(strapi, 'throttle').clientKey(address),
      baseUrl: new URL(
        `${strapi.config.get<string>('api.rest.prefix', '/api')}/geo`,
        strapi.config.get<string>('server.url'),
      ).href,
      now: () => new Date(),
      log: strapi.log,
    }),
};
