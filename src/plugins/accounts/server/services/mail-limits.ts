/** Which calls send mail when asked by anybody; each has a limit by client and one by address. */
export type MailingCall = 'magic-link' | 'register' | 'verify-resend';

/** What this needs of the service `throttle`. */
export interface CallLimits {
  consume(limit: `${MailingCall}-client`, key: string): Promise<unknown>;
  allows(limit: `${MailingCall}-email`, key: string): Promise<boolean>;
  clientKey(address: string): string;
}

interface Dependencies {
  limits: () => CallLimits;
  /** What an address is counted by, known or not; tells nobody which it is. */
  emailKey: (email: string) => string;
}

/**
 * How often mail may be asked for. Call it outside of transactions. A client that asks too often is
 * told; that an address was asked for too often is not, or it would tell what others do.
 */
export function createMailLimits({ limits, emailKey }: Dependencies) {
  return {
    /** @throws Problem `rate-limited`. */
    async countClient(call: MailingCall, address: string): Promise<void> {
      await limits().consume(`${call}-client`, limits().clientKey(address));
    },
    allowsMailTo(call: MailingCall, email: string): Promise<boolean> {
      return limits().allows(`${call}-email`, emailKey(email));
    },
  };
}

export type MailLimits = ReturnType<typeof createMailLimits>;
