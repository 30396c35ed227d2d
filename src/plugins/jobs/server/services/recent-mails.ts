import type { MailContent } from '../domain/mail';

/** A mail that went nowhere, for the developer or test that wants to read it. */
export interface RecentMail extends MailContent {
  id: string;
  kind: string;
  sentAt: Date;
}

export interface RecentMails {
  add(mail: RecentMail): void;
  /** Newest first. */
  list(): RecentMail[];
  find(id: string): RecentMail | undefined;
}

/** Keeps the last mails of this process in its memory. */
export function createRecentMails(capacity = 50): RecentMails {
  let mails: RecentMail[] = [];
  return {
    add(mail) {
      mails = [mail, ...mails].slice(0, capacity);
    },
    list: () => [...mails],
    find: (wanted) => mails.find(({ id }) => id === wanted),
  };
}
