import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import type { Knex } from 'knex';
import { normaliseEmail } from '../contract/email-address';
import type { SecurityEvents } from '../contract/security-event';
import { panelRequestOf } from './controllers/panel-request';
import { changesBetween, type AccountState } from './domain/account-state';
import { accountChangeRows } from './repositories/account-changes';

const USER = 'plugin::users-permissions.user';
const WRITING = new Set(['create', 'update', 'delete', 'clone']);

/** The parts of a document action that are read here; Strapi types them by content type. */
interface Edit {
  documentId?: string;
  data?: Record<string, unknown>;
}
interface Action {
  action: string;
  params: object;
}
type Next = () => Promise<unknown>;
interface Committing {
  trx: Knex;
  onCommit: (work: () => void) => void;
}
interface Sessions {
  forgetCached(userId: number): void;
}
interface Flows {
  retireFor(trx: Knex, of: { userId: number; email: string }): Promise<unknown>;
}
/** An account of the panel edits, or a program of ours outside of any request. */
const PROGRAM = { actor: { kind: 'system', id: null }, origin: null } as const;

/** @throws ValidationError, which the panel shows, for an address that no mail reaches. */
function completeEdit(entered: Record<string, unknown>, before: AccountState | null): void {
  const { email, accountStatus } = entered;
  if (typeof email === 'string') {
    entered['email'] = normaliseEmail(email);
    if (entered['email'] === null) throw new errors.ValidationError('This is no mail address.');
  }
  if (accountStatus === 'active' && !before?.isAddressProven) {
    // Whoever makes an account active vouches for its address.
    entered['emailVerifiedAt'] = new Date();
  }
}

/** Whether mails that were sent before the edit must not sign in, reset or undo anything any more. */
const isTakenFrom = (before: AccountState, after: AccountState): boolean =>
  before.email !== after.email || (after.status === 'suspended' && before.status !== 'suspended');

/**
 * Whoever edits an account in the content manager changes the truth about it, so each edit leaves the
 * same security events as the buttons of the accounts page, and takes effect as soon.
 */
export function watchAccountEdits(strapi: Core.Strapi): void {
  const accounts = strapi.plugin('accounts');
  const events = () => accounts.service<SecurityEvents>('securityEvents');
  const sessions = () => accounts.service<Sessions>('sessions');
  const flows = () => accounts.service<Flows>('flows');
  const lock = (trx: Knex, id: string | undefined) =>
    id === undefined ? null : accountChangeRows.lock(trx, id);

  async function watched(context: Action, next: Next, { trx, onCommit }: Committing) {
    const { data, documentId } = context.params as Edit;
    const isNew = documentId === undefined || context.action === 'clone';
    const before = isNew ? null : await lock(trx, documentId);
    if (data) completeEdit(data, before);
    const result = await next();
    const made = result as { documentId?: string } | null;
    const after = await lock(trx, isNew ? made?.documentId : documentId);
    if (after?.role === null) throw new errors.ValidationError('An account needs a role.');
    const ctx = strapi.requestContext.get();
    const { actor, origin } = (ctx && panelRequestOf(ctx)) ?? PROGRAM;
    const targetId = after?.documentId ?? before?.documentId ?? null;
    for (const { type, details } of changesBetween(before, after)) {
      await events().record(trx, { type, actor, targetId, origin, details });
    }
    if (before && after && isTakenFrom(before, after)) {
      await flows().retireFor(trx, { userId: before.userId, email: before.email });
    }
    if (before) onCommit(() => sessions().forgetCached(before.userId));
    return result;
  }

  strapi.documents.use((context, next) => {
    if (String(context.uid) !== USER || !WRITING.has(context.action)) return next();
    const edited: unknown = strapi.db.transaction((committing: Committing) =>
      watched(context, next, committing),
    );
    // What comes back is what `next` gave; Strapi types it by each action.
    return edited as ReturnType<typeof next>;
  });
}
