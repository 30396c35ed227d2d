import type { MailFrame, MailWords } from '../../../lib/mail/compose-mail';

export const frame: MailFrame = {
  language: 'en',
  product: 'Shoal',
  copyLink: 'Or copy this address into your browser:',
  footer: 'You get this mail because you registered for an event. Nobody reads the answers.',
};

/** To somebody who waited for a place at an event and has one now. */
export const placeFound: MailWords = {
  subject: 'You have a place',
  preheader: 'Somebody made room: the place you waited for is yours.',
  heading: 'You have a place',
  before: [
    'You waited for a place at {{title}}. One became free, and it is yours.',
    'It starts on {{startsAt}}.',
    '{{#place}}Where: {{place}}{{/place}}',
    '{{#onlineUrl}}To join: {{onlineUrl}}{{/onlineUrl}}',
  ],
  button: 'Open Shoal',
  after: [
    'If you cannot come, cancel your registration, so that somebody else can have the place.',
  ],
};
