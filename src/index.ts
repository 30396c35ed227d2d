import path from 'node:path';
import type { Core } from '@strapi/strapi';
import { applyPermissions } from './access/apply-permissions';
import { assertClosed } from './access/assert-closed';
import { applyPanelRoles } from './access/panel-roles';
import { unruledTypes } from './access/unruled';
import { registerGeo } from './api/register-geo';
import { registerProgramme } from './api/register-programme';
import { registerRealtime } from './api/register-realtime';
import { createPeopleKeeper } from './api/profile/people-keeper';
import { keepCorsToOrigins } from './lib/http/foreign-origins';
import type { MiddlewareRegistry } from './lib/http/middleware-registry';
import { keepParserToPanel } from './lib/http/panel-files';
import { rememberSecurityHeaders } from './lib/http/security-headers';
import { keepSessionInPlace } from './lib/http/session-place';
import { findRestType } from './lib/http/rest-query/find-rest-type';
import { guardGeneratedRoutes } from './lib/http/rest-query/guard-routes';
import { scopeRows } from './lib/http/rest-query/row-scope';
import { visitRouters } from './lib/http/visit-routers';
import { applySqlFiles } from './lib/sql/apply-files';
import type { PeopleKeeper } from './plugins/accounts/contract/people';
import type { Files } from './plugins/files/contract/files';
import type { ImportTargets } from './plugins/importer/contract/targets';

interface Registry<Entry> {
  register(entry: Entry): void;
}

interface GeometrySchema {
  whenEnsured(): Promise<void>;
}

export default {
  register({ strapi }: { strapi: Core.Strapi }): void {
    registerProgramme(strapi);
    registerGeo(strapi);
    registerRealtime(strapi);
    const targets = strapi.plugin('importer').service<Registry<ImportTargets>>('targets');
    targets.register({
      occurrence: 'api::occurrence.occurrence',
      dataset: 'api::dataset.dataset',
      taxon: 'api::taxon.taxon',
    });
    const peopleKeeper = createPeopleKeeper({
      files: () => strapi.plugin('files').service<Files>('files'),
    });
    strapi.plugin('accounts').service<Registry<PeopleKeeper>>('people').register(peopleKeeper);
    const middlewares = strapi.get<MiddlewareRegistry>('middlewares');
    keepParserToPanel(middlewares);
    rememberSecurityHeaders(middlewares);
    keepCorsToOrigins(middlewares);
    keepSessionInPlace(middlewares);
    const findType = findRestType(strapi);
    visitRouters(strapi.server, (router) => {
      for (const uid of unruledTypes(guardGeneratedRoutes(router, findType))) {
        strapi.log.warn(
          `Nobody sees ${uid} by the API: src/access/row-rules.ts has no rule for it`,
        );
      }
    });
    // Strapi types its hooks as any.
    const afterSync = strapi.hook('strapi::content-types.afterSync') as Registry<
      () => Promise<void>
    >;
    afterSync.register(async () => {
      // These hooks run side by side; numbered SQL may build upon the geometry columns.
      await strapi.plugin('geo').service<GeometrySchema>('geometrySchema').whenEnsured();
      const folder = path.join(strapi.dirs.app.root, 'database', 'sql');
      const applied = await applySqlFiles(strapi.db.connection, folder);
      for (const name of applied) strapi.log.info(`Applied database/sql/${name}`);
    });
  },

  async bootstrap({ strapi }: { strapi: Core.Strapi }): Promise<void> {
    scopeRows(strapi.db.lifecycles);
    await applyPanelRoles(strapi);
    const { granted, revoked, drift } = await applyPermissions(strapi);
    if (granted.length + revoked.length > 0) {
      strapi.log.info(`Permissions: ${granted.length} granted, ${revoked.length} revoked`);
    }
    await assertClosed(strapi);
    for (const { role, actions } of drift) {
      strapi.log.warn(`Role "${role}" is not in the matrix and holds ${actions.length} grants`);
    }
  },
};
