import type { LivePrincipals, RoleAbilities } from '../../../accounts/contract/live-caller';
import type { UserPrincipal } from '../../../accounts/contract/principal';
import type { RequestOrigin } from '../../../accounts/contract/request-origin';
import type { RowRule } from '../../../../lib/row-rule';
import type { ExchangeKind } from '../../contract/kind';
import type { Caller, Use } from './caller';

interface Dependencies {
  principals: LivePrincipals;
  abilities: RoleAbilities;
  /** A row rule as filters of Strapi's query engine. */
  asFilters: (rule: RowRule) => Record<string, unknown>[];
}

/** People who export and import through the API; that they may at all, the route has asked. */
export const createPersonCallers = ({ principals, abilities, asFilters }: Dependencies) => ({
  of(
    principal: UserPrincipal,
    origin: RequestOrigin,
    { kind, use }: { kind: ExchangeKind; use: Use },
  ): Caller {
    const scopeFor = (person: UserPrincipal) => asFilters(kind.rowsFor?.(person) ?? []);
    return {
      actor: { kind: 'user', id: principal.documentId },
      origin,
      columns: kind.columns,
      scope: scopeFor(principal),
      async mayStill() {
        const now = await principals.ofSession(principal.sessionId);
        if (now?.role !== principal.role) return false;
        return (await abilities.of(now.role))?.can(`plugin::exchange.exchange.${use}`) ?? false;
      },
    };
  },
});

export type PersonCallers = ReturnType<typeof createPersonCallers>;
