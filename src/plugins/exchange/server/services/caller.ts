import type { RequestOrigin } from '../../../accounts/contract/request-origin';
import type { SecurityActor } from '../../../accounts/contract/security-event';
import type { Column } from '../../contract/cell';

/** Who exports or imports, and what of it is theirs to see. */
export interface Caller {
  actor: SecurityActor;
  origin: RequestOrigin;
  columns: readonly Column[];
  /** The rows they may see, as filters of Strapi's query engine. */
  scope: readonly Record<string, unknown>[];
  /** Whether all of this is still so; asked again and again while the work goes on. */
  mayStill: () => Promise<boolean>;
}

export type Use = 'export' | 'import';
