export interface RegistrationSettings {
  registration: 'open' | 'invite' | 'closed';
  /** In lower case; empty for all. */
  allowedDomains: readonly string[];
}

/** Who may get an account by themselves. What is decided here is never told to the client. */
export function createRegistrationPolicy({ registration, allowedDomains }: RegistrationSettings) {
  return {
    isOpenTo(email: string): boolean {
      if (registration !== 'open') return false;
      const domain = email.slice(email.lastIndexOf('@') + 1);
      return allowedDomains.length === 0 || allowedDomains.includes(domain);
    },
  };
}

export type RegistrationPolicy = ReturnType<typeof createRegistrationPolicy>;
