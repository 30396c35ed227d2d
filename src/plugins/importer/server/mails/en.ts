import type { MailFrame, MailWords } from '../../../../lib/mail/compose-mail';

export const frame: MailFrame = {
  language: 'en',
  product: 'Shoal',
  copyLink: 'Or copy this address into your browser:',
  footer: 'You get this mail because you administer Shoal. Nobody reads the answers.',
};

/** To administrators, about an import of a schedule that did not end well. */
export const needsLook: MailWords = {
  subject: 'A scheduled import needs a look',
  preheader: 'It did not end as it should.',
  heading: 'A scheduled import needs a look',
  before: [
    'Import {{id}} from {{source}} ({{mode}}) {{ending}}.',
    '{{#error}}Why: {{error}}{{/error}}',
    '{{#asked}}It asks whether it may withdraw {{asked}}. Nothing of that is withdrawn until you resume the import with your confirmation.{{/asked}}',
    '{{counts}}',
    '{{#warnings}}Warnings: {{warnings}}{{/warnings}}',
    '{{#drift}}The provider sent what it never sent before: {{drift}}{{/drift}}',
  ],
  button: 'Look at the import',
  after: [],
};
