import type { Core } from '@strapi/strapi';
import { createKeyring } from '../../../../lib/keyring';
import type { JobsConfig } from '../config';
import { messageIdOf } from '../domain/mail';
import { outboxRepository } from '../repositories/outbox';
import { createMailSender, type MailSender, type MailToDeliver } from './mail-sender';
import type { RecentMails } from './recent-mails';

interface MailWiring {
  strapi: Core.Strapi;
  settings: JobsConfig['mail'];
  recentMails: RecentMails;
  print: (text: string) => void;
}

/** The part of Strapi's email plugin that is used here; its own types know no address object. */
interface EmailService {
  send(message: Record<string, unknown>): Promise<unknown>;
}

export const outboxKeyring = (settings: JobsConfig['mail']) =>
  createKeyring(settings.secrets, 'outbox');

const printed = ({ to, subject, text }: MailToDeliver): string => {
  const rule = '-'.repeat(72);
  return `${rule}\nTo: ${to}\nSubject: ${subject}\n\n${text.trimEnd()}\n${rule}\n`;
};

/** Puts the sender together: through Strapi's email provider, and to the developer when it is no real one. */
export function wireMailSender({ strapi, settings, recentMails, print }: MailWiring): MailSender {
  const email = () => strapi.plugin('email').service<EmailService>('email');

  async function deliver(mail: MailToDeliver): Promise<void> {
    await email().send({
      // An object, since a text would be read for names, lists and groups.
      to: { name: '', address: mail.to },
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      messageId: messageIdOf(mail.id, settings.domain),
      // Tells other programs to send no out-of-office note (RFC 3834).
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    });
    if (settings.console !== 'off') recentMails.add({ ...mail, sentAt: new Date() });
    if (settings.console === 'show') print(printed(mail));
  }

  return createMailSender({
    db: strapi.db.connection,
    rows: outboxRepository,
    keyring: outboxKeyring(settings),
    deliver,
    hourlyLimit: settings.hourlyLimit,
    log: strapi.log,
  });
}
