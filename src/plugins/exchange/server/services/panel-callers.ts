import type { RequestOrigin } from '../../../accounts/contract/request-origin';
import type { Column } from '../../contract/cell';
import type { ExchangeKind } from '../../contract/kind';
import { notAllowed } from '../errors';
import type { Caller, Use } from './caller';

/** What the panel's permission engine says of an account. */
export interface PanelAbility {
  can(action: string, subject?: string, field?: string): boolean;
  rulesFor(action: string, subject?: string): { conditions?: object | undefined }[];
}

interface Dependencies {
  /** The ability of an account as it is now; null when it or its session has ended. */
  abilityOf: (accountId: number, sessionId: string) => Promise<PanelAbility | null>;
  /** The rows that the conditions of an action leave, as filters; null when there are none. */
  filtersOf: (
    ability: PanelAbility,
    action: string,
    subject: string,
  ) => Record<string, unknown> | null;
}

interface PanelRequest {
  accountId: number;
  sessionId: string;
  ability: PanelAbility;
  origin: RequestOrigin;
}

type Rights = Pick<Caller, 'columns' | 'scope'>;

const isUnconditional = (ability: PanelAbility, action: string, subject: string): boolean =>
  ability
    .rulesFor(action, subject)
    .some(({ conditions }) => conditions === undefined || Object.keys(conditions).length === 0);

/** What accounts of the panel may export and import: what they may do by hand, and no more. */
export function createPanelCallers({ abilityOf, filtersOf }: Dependencies) {
  function columnsFor(ability: PanelAbility, kind: ExchangeKind, use: Use): Column[] {
    const { subject } = kind.panel;
    return kind.columns.filter(({ panelAction, attribute }) => {
      if (panelAction !== undefined && !ability.can(panelAction)) return false;
      if (attribute === undefined || subject === null) return true;
      return kind.panel[use].every((action) => ability.can(action, subject, attribute));
    });
  }

  function scopeFor(ability: PanelAbility, kind: ExchangeKind, use: Use): Caller['scope'] | null {
    const { subject } = kind.panel;
    const actions = kind.panel[use];
    if (!actions.every((action) => ability.can(action, subject ?? undefined))) return null;
    if (subject === null) return [];
    if (use === 'import') {
      // A file may name any row, so who may change only some of them changes them by hand.
      return actions.every((action) => isUnconditional(ability, action, subject)) ? [] : null;
    }
    return actions
      .map((action) => filtersOf(ability, action, subject))
      .filter((filters) => filters !== null);
  }

  function rights(ability: PanelAbility, kind: ExchangeKind, use: Use): Rights | null {
    const scope = scopeFor(ability, kind, use);
    const columns = scope && columnsFor(ability, kind, use);
    return columns && columns.length > 0 ? { scope, columns } : null;
  }

  return {
    rights,

    /** @throws Problem `forbidden`. */
    of(
      { accountId, sessionId, ability, origin }: PanelRequest,
      kind: ExchangeKind,
      use: Use,
    ): Caller {
      const held = rights(ability, kind, use);
      if (!held) throw notAllowed();
      return {
        ...held,
        actor: { kind: 'panel', id: String(accountId) },
        origin,
        async mayStill() {
          const now = await abilityOf(accountId, sessionId);
          return now !== null && JSON.stringify(rights(now, kind, use)) === JSON.stringify(held);
        },
      };
    },
  };
}

export type PanelCallers = ReturnType<typeof createPanelCallers>;
