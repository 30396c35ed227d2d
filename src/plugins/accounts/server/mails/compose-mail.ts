import * as generic from '../../../../lib/mail/compose-mail';
import type { MailName, MailValues } from './mail-values';
import { en } from './strings/en';

/** Writes one of the mails about accounts in both its forms. */
export function composeMail<Name extends MailName>(
  name: Name,
  values: MailValues[Name],
): generic.ComposedMail {
  return generic.composeMail(en.mails[name], en, { ...values });
}
