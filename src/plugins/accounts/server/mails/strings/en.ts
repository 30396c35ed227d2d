import type { MailFrame, MailWords } from '../../../../../lib/mail/compose-mail';
import type { MailName } from '../mail-values';

export interface Strings extends MailFrame {
  mails: Record<MailName, MailWords>;
}

const ASKED = 'This was asked for from {{device}} on {{time}}.';
const NOT_YOU = 'If that was not you, ignore this mail. Nothing happens without the link.';

export const en: Strings = {
  language: 'en',
  product: 'Shoal',
  copyLink: 'Or copy this address into your browser:',
  footer: 'Shoal sends mails like this one about your account only. Nobody reads the answers.',
  mails: {
    'sign-in': {
      subject: 'Sign in to Shoal',
      preheader: 'Your link and code to sign in. They work once, for {{minutes}} minutes.',
      heading: 'Sign in',
      before: [
        'Use this link to sign in. It works once and for {{minutes}} minutes.',
        '{{#destination}}It then takes you to {{destination}}.{{/destination}}',
      ],
      button: 'Sign in',
      code: 'Or type this code on the page where you asked for it:',
      after: [
        ASKED,
        'If that was not you, ignore this mail and give the code to nobody. We never ask for it.',
      ],
    },
    'verify-email': {
      subject: 'Confirm your email address',
      preheader: 'One step is left to open your account.',
      heading: 'Confirm your address',
      before: ['Confirm that this address is yours, and your account is open.'],
      button: 'Confirm this address',
      after: ['The link works once and for {{hours}} hours.', ASKED, NOT_YOU],
    },
    'already-registered': {
      subject: 'You already have an account',
      preheader: 'Somebody tried to register with your address.',
      heading: 'You already have an account',
      before: [
        'Somebody tried to register at Shoal with this address, which has an account already.',
        'If that was you, sign in instead. You need no password for that.',
      ],
      button: 'Go to sign-in',
      after: [ASKED, 'If that was not you, ignore this mail. Your account is as it was.'],
    },
    'password-reset': {
      subject: 'Set a new password',
      preheader: 'Your link to set a new password. It works once, for {{minutes}} minutes.',
      heading: 'Set a new password',
      before: ['Use this link to set a new password. You are then signed out everywhere.'],
      button: 'Set a new password',
      after: [
        'The link works once and for {{minutes}} minutes.',
        ASKED,
        'If that was not you, ignore this mail. Your password stays as it is.',
      ],
    },
    'password-changed': {
      subject: 'Your password was changed',
      preheader: 'If that was not you, set a new one now.',
      heading: 'Your password was changed',
      before: [
        'Your password was changed from {{device}} on {{time}}. Other devices were signed out.',
        'If that was you, there is nothing to do. If it was not, set a new password at once:',
      ],
      button: 'Set a new password',
      after: [],
    },
    'email-change-confirm': {
      subject: 'Confirm your new email address',
      preheader: 'One step is left to change the address of your account.',
      heading: 'Confirm your new address',
      before: ['Confirm that this address is yours, and your account uses it from then on.'],
      button: 'Use this address',
      after: ['The link works once and for {{minutes}} minutes.', ASKED, NOT_YOU],
    },
    'email-change-notice': {
      subject: 'Your email address is about to change',
      preheader: 'If that was not you, stop it.',
      heading: 'Your address is about to change',
      before: [
        'Somebody who is signed in to your account asked to change its address to {{newEmail}}, from {{device}} on {{time}}.',
        'If that was you, open the mail to the new address. If it was not, stop it now, or take it back if it has happened already:',
      ],
      button: 'Keep this address',
      after: ['The link works once and for {{days}} days. It also signs out every device.'],
    },
    'session-reuse-notice': {
      subject: 'We ended a session of yours',
      preheader: 'Its key was used twice, so somebody may have copied it.',
      heading: 'We ended a session of yours',
      before: [
        'The key of your session on {{device}} was used a second time on {{time}}. Somebody may have copied it, so we ended that session.',
        'Sign in again, and end the sessions in your account that you do not know.',
      ],
      button: 'Go to sign-in',
      after: [],
    },
    invitation: {
      subject: 'You are invited to Shoal',
      preheader: 'Accept the invitation to open your account.',
      heading: 'You are invited',
      before: ['{{inviter}} invites you to join Shoal.'],
      button: 'Accept the invitation',
      after: [
        'The link works once and for {{days}} days.',
        'If you do not know what this is about, ignore this mail.',
      ],
    },
  },
};
