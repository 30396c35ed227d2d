/** Where and when somebody asked for something, in words, for the person who reads the mail. */
interface Asked {
  /** Such as `Firefox on Linux`. */
  device: string;
  /** As `mailTime` writes it. */
  time: string;
}

/** What each mail must be told. All of it is plain text; links are complete addresses. */
export interface MailValues {
  'sign-in': Asked & {
    link: string;
    code: string;
    minutes: string;
    /** The site that the sign-in leads to, when that is not our own. */
    destination?: string;
  };
  'verify-email': Asked & { link: string; hours: string };
  /** Somebody tried to register with an address that has an account. */
  'already-registered': Asked & { link: string };
  'password-reset': Asked & { link: string; minutes: string };
  /** `link` leads to the page that sets a new password. */
  'password-changed': Asked & { link: string };
  /** Goes to the new address. */
  'email-change-confirm': Asked & { link: string; minutes: string };
  /** Goes to the old address; `link` takes the change back. */
  'email-change-notice': Asked & { link: string; newEmail: string; days: string };
  /** A refresh token was used twice, so a session was ended. */
  'session-reuse-notice': Asked & { link: string };
  invitation: { link: string; inviter: string; days: string };
}

export type MailName = keyof MailValues;
