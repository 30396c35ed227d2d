import type { Knex } from 'knex';
import { invalidLink } from '../errors/passwords';
import type { PasswordAccount, PasswordAccountRepository } from '../repositories/password-accounts';
import type { Flow, FlowPurpose } from '../domain/flow';
import type { MailedLinks } from './collaborators';

export interface ClaimedLink {
  flow: Flow;
  /** Locked until the transaction ends. */
  account: PasswordAccount;
}

interface Dependencies {
  links: MailedLinks;
  accounts: PasswordAccountRepository;
}

export const isSameEmail = (one: string, other: string): boolean =>
  one.toLowerCase() === other.toLowerCase();

/**
 * Uses a link up and locks the account it is about. The account first, since whoever changes an
 * account retires its links afterwards: the other way round two could wait for each other.
 * @throws Problem `invalid-code` when the link is not valid or another request took it.
 */
export async function claimLink(
  { links, accounts }: Dependencies,
  trx: Knex.Transaction,
  link: { purpose: FlowPurpose; token: string },
): Promise<ClaimedLink> {
  const found = await links.peek(trx, link);
  const account = found?.userId ? await accounts.lock(trx, found.userId) : null;
  const flow = account && (await links.consumeByToken(trx, link));
  if (!flow) throw invalidLink();
  return { flow, account };
}
