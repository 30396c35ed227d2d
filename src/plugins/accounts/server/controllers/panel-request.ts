import type { ParameterizedContext } from 'koa';
import { originOf } from '../../contract/acting-person';
import type { RequestOrigin } from '../../contract/request-origin';
import type { SecurityActor } from '../../contract/security-event';

/** What the panel's own authentication leaves on the context. */
interface PanelState {
  auth?: { strategy?: { name?: string } };
  user?: { id: number };
}

/** The account of the panel that sent a request and from where; null when none did. */
export function panelRequestOf(
  ctx: ParameterizedContext,
): { actor: SecurityActor; origin: RequestOrigin } | null {
  const { auth, user } = ctx.state as PanelState;
  if (auth?.strategy?.name !== 'admin' || !user) return null;
  return {
    actor: { kind: 'panel', id: String(user.id) },
    origin: originOf(ctx),
  };
}
