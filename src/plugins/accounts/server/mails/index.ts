export type { ComposedMail } from '../../../../lib/mail/compose-mail';
export { mailTime } from '../../../../lib/mail/mail-time';
export { composeMail } from './compose-mail';
export type { MailName, MailValues } from './mail-values';
