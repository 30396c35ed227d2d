/** What the mail library says when sending fails. Its own words may hold addresses. */
interface SmtpError {
  message?: string;
  code?: string;
  command?: string;
  responseCode?: number;
}

/** `550`, `551` and `553`: there is no such mailbox, and asking again does not make one. */
const NO_SUCH_MAILBOX = [550, 551, 553];
const ADDRESS = /\S*@\S*/g;

/** How sending failed, in words that name no person: `EENVELOPE RCPT TO 450`. */
export function describeMailFailure(error: unknown): string {
  const { code, command, responseCode, message = 'unknown' } = (error ?? {}) as SmtpError;
  const parts = [code, command, responseCode].filter((part) => part !== undefined);
  return parts.length > 0 ? parts.join(' ') : message.replace(ADDRESS, '(address)').slice(0, 200);
}

/** Whether the server said for good that it has no such recipient (RFC 5321, 4.2.1). */
export function isUnknownRecipient(error: unknown): boolean {
  const { command, responseCode } = (error ?? {}) as SmtpError;
  return command === 'RCPT TO' && NO_SUCH_MAILBOX.includes(responseCode ?? 0);
}
