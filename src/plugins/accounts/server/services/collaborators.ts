import type { RequestOrigin } from '../../contract/request-origin';
import type { FlowsService } from './flows';
import type { SessionsService } from './sessions';

/** What passwords and addresses need of other services of this plugin. */
export type MailedLinks = Pick<FlowsService, 'open' | 'peek' | 'consumeByToken' | 'retireFor'>;
export type SessionStarter = Pick<SessionsService, 'start'>;
export type SessionEnder = Pick<SessionsService, 'endAll' | 'forgetCached'>;

export interface VerificationMails {
  /** A fresh mail to an account whose address is not proven; nothing to any other. */
  resend(request: { email: string; origin: RequestOrigin }): Promise<unknown>;
  /** The same when nobody may learn from the time of an answer that there is such an account. */
  resendLater(request: { email: string; origin: RequestOrigin }): void;
}
