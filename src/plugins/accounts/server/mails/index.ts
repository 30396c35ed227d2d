export { composeMail, type ComposedMail } from './compose-mail';
export { mailTime } from './mail-time';
export type { MailName, MailValues } from './mail-values';
