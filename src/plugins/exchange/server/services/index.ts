import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { toFilters } from '../../../../lib/row-rule';
import type { LivePrincipals, RoleAbilities } from '../../../accounts/contract/live-caller';
import type { SecurityEvents } from '../../../accounts/contract/security-event';
import type { DocumentKind, DocumentKinds } from '../../contract/document-kind';
import { createSlots } from '../../../../lib/slots';
import { createDocumentExchange } from './documents/document-kind';
import { createDocumentWriter, type Documents } from './documents/document-writer';
import { createStoredDocuments, type EntryQuery } from './documents/stored-documents';
import { createExportsService } from './exports';
import { createImportsService } from './imports';
import { createKindsService, type KindsService } from './kinds';
import { createPanelCallers, type PanelAbility } from './panel-callers';
import { createPersonCallers } from './person-callers';

interface Wiring {
  strapi: Core.Strapi;
}

/** Each reads pages or holds a transaction; more at once would leave too little for everybody else. */
const EXPORTS_AT_ONCE = 2;
const IMPORTS_AT_ONCE = 1;

/** What this needs of the panel's services, which Strapi leaves untyped. */
interface PanelPermissions {
  engine: { generateUserAbility(user: object): Promise<PanelAbility> };
  createPermissionsManager(of: { ability: PanelAbility; action: string; model: string }): {
    getQuery(): Record<string, unknown> | null;
  };
}

const panelPermissionsOf = (strapi: Core.Strapi) =>
  strapi.service('admin::permission') as unknown as PanelPermissions;

const accountsOf = <Service extends object>(strapi: Core.Strapi, name: string): Service =>
  strapi.plugin('accounts').service<Service>(name);
const kindsOf = (strapi: Core.Strapi) => strapi.plugin('exchange').service<KindsService>('kinds');

async function abilityOf(strapi: Core.Strapi, accountId: number, sessionId: string) {
  if (!(await strapi.sessionManager('admin').isSessionActive(sessionId))) return null;
  const found = { where: { id: accountId, isActive: true }, populate: ['roles'] };
  // The query engine is typed by generated types, which the panel's content types are not part of.
  const account = (await strapi.db.query('admin::user').findOne(found)) as object | null;
  return account && panelPermissionsOf(strapi).engine.generateUserAbility(account);
}

function declareDocuments(strapi: Core.Strapi, kind: DocumentKind): void {
  const uid = kind.contentType;
  const { options } = strapi.contentType(uid as never) as {
    options?: { draftAndPublish?: boolean };
  };
  const hasDrafts = options?.draftAndPublish === true;
  const query = () => strapi.db.query(uid) as unknown as EntryQuery;
  const documents = () => strapi.documents(uid as never) as unknown as Documents;
  const exchange = createDocumentExchange(kind, {
    db: () => strapi.db.connection,
    stored: createStoredDocuments(kind, { query, hasDrafts }),
    writer: createDocumentWriter(documents),
    hasDrafts,
  });
  kindsOf(strapi).register(exchange);
}

export const services = {
  kinds: () => createKindsService(),

  documentKinds: ({ strapi }: Wiring): DocumentKinds => ({
    register: (kind) => declareDocuments(strapi, kind),
  }),

  panelCallers: ({ strapi }: Wiring) =>
    createPanelCallers({
      abilityOf: (accountId, sessionId) => abilityOf(strapi, accountId, sessionId),
      filtersOf: (ability, action, model) =>
        panelPermissionsOf(strapi).createPermissionsManager({ ability, action, model }).getQuery(),
    }),

  personCallers: ({ strapi }: Wiring) =>
    createPersonCallers({
      principals: accountsOf<LivePrincipals>(strapi, 'principals'),
      abilities: accountsOf<RoleAbilities>(strapi, 'abilities'),
      asFilters: (rule) => toFilters(rule, strapi.db.connection),
    }),

  exports: ({ strapi }: Wiring) =>
    createExportsService({
      slots: createSlots(EXPORTS_AT_ONCE),
      record: ({ kind, columns, caller: { actor, origin } }, { rows, failure }) =>
        accountsOf<SecurityEvents>(strapi, 'securityEvents').record(strapi.db.connection, {
          type: 'data-exported',
          actor,
          targetId: null,
          origin,
          details: {
            kind: kind.name,
            columns: columns.map(({ name }) => name).join(', '),
            rows,
            isComplete: failure === null,
          },
        }),
    }),

  imports: ({ strapi }: Wiring) =>
    createImportsService({
      slots: createSlots(IMPORTS_AT_ONCE),
      // Documents that are written within join it; its handle is typed as any by Strapi.
      inTransaction: async (work) =>
        await strapi.db.transaction(async ({ trx }) => work(trx as Knex.Transaction)),
      record: ({ kind, caller: { actor, origin } }, { columns, errors: _errors, ...counts }) =>
        accountsOf<SecurityEvents>(strapi, 'securityEvents').record(strapi.db.connection, {
          type: 'data-imported',
          actor,
          targetId: null,
          origin,
          details: { kind: kind.name, columns: columns.join(', '), ...counts },
        }),
    }),
};
