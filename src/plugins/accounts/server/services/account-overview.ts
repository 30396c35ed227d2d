import type { AccountListQuery, RoleName } from '../../contract/account-admin';
import { unknownAccount } from '../errors/account-admin';
import type {
  AccountOverviewRows,
  EventRow,
  LineRow,
  SessionRow,
} from '../repositories/account-overview';

const SESSIONS_SHOWN = 50;
const EVENTS_SHOWN = 50;

export interface AccountOverview extends LineRow {
  sessions: SessionRow[];
  events: EventRow[];
}

export interface AccountOverviewService {
  list(query: AccountListQuery): Promise<{ accounts: LineRow[]; total: number }>;
  /** @throws Problem `not-found`. */
  read(documentId: string): Promise<AccountOverview>;
  assignableRoles(): Promise<RoleName[]>;
}

/** Accounts as the panel shows them; the number of statements does not depend on how many there are. */
export function createAccountOverviewService({
  rows,
}: {
  rows: AccountOverviewRows;
}): AccountOverviewService {
  return {
    async list(query) {
      const total = await rows.count(query);
      return { accounts: await rows.findPage(query), total };
    },

    async read(documentId) {
      const account = await rows.findOne(documentId);
      if (!account) throw unknownAccount();
      const sessions = await rows.findSessions(documentId, SESSIONS_SHOWN);
      const events = await rows.findEvents(documentId, EVENTS_SHOWN);
      return { ...account, sessions, events };
    },

    assignableRoles: () => rows.findRoles(),
  };
}
