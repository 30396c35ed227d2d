import { composeMail } from './compose-mail';
import { mailTime } from '../../../../lib/mail/mail-time';
import type { MailName, MailValues } from './mail-values';

const LINK = 'https://shoal.example.org/sign-in?next=a&lang=en#token=abc-DEF_123';
const asked = { device: 'Firefox on Linux', time: mailTime(new Date('2025-03-14T10:32:00Z')) };

const VALUES: MailValues = {
  'sign-in': {
    ...asked,
    link: LINK,
    code: '042917',
    minutes: '10',
    destination: 'app.example.org',
  },
  'verify-email': { ...asked, link: LINK, hours: '24' },
  'already-registered': { ...asked, link: LINK },
  'password-reset': { ...asked, link: LINK, minutes: '30' },
  'password-changed': { ...asked, link: LINK },
  'email-change-confirm': { ...asked, link: LINK, minutes: '30' },
  'email-change-notice': { ...asked, link: LINK, newEmail: 'new@example.org', days: '7' },
  'session-reuse-notice': { ...asked, link: LINK },
  invitation: { link: LINK, inviter: 'Dr. Marina Alves', days: '7' },
};
const NAMES = Object.keys(VALUES) as MailName[];

/** What a browser makes of the entities that we write. */
const unescape = (html: string) =>
  html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
const hrefsOf = (html: string) =>
  [...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => unescape(href ?? ''));

describe.each(NAMES)('the mail %s', (name) => {
  const values = VALUES[name];
  const mail = composeMail(name, values);

  it('has its link in both parts, and no other', () => {
    expect(mail.text.match(/https?:\/\/\S+/g)).toEqual([LINK]);
    expect(hrefsOf(mail.html)).toEqual([LINK, LINK]);
  });

  it('says every value in both parts', () => {
    const visible = unescape(mail.html);
    for (const value of Object.values(values) as string[]) {
      expect(mail.text).toContain(value);
      expect(visible).toContain(value);
    }
  });

  it('leaves no tag unfilled, and no gap where a value should be', () => {
    for (const part of [mail.subject, mail.text, mail.html]) {
      expect(part).not.toMatch(/\{\{|\}\}|undefined|null/);
    }
    expect(mail.text).not.toMatch(/ {2}| \.|\n\n\n/);
  });

  it('asks no other server for anything', () => {
    expect(mail.html).not.toMatch(/<img|<link|<script|url\(|@import|src=/i);
  });
});

it('leaves out what there is no value for', () => {
  const { destination: _left, ...rest } = VALUES['sign-in'];
  const mail = composeMail('sign-in', rest);
  expect(mail.text).not.toContain('takes you to');
  expect(mail.html).not.toContain('takes you to');
});

describe('a value that tries to be more', () => {
  const device = '<img src=x onerror=alert(1)> {{link}} {{{code}}} ${7*7} <%= 7 %>';

  it('stays the text that it is', () => {
    const mail = composeMail('sign-in', { ...VALUES['sign-in'], device });
    expect(mail.text).toContain(device);
    expect(mail.html).not.toContain('<img');
    expect(unescape(mail.html)).toContain(device);
  });

  it('cannot leave the attribute of a link', () => {
    const link = 'https://shoal.example.org/"onmouseover="alert(1)';
    const { html } = composeMail('invitation', { ...VALUES.invitation, link });
    expect(hrefsOf(html)).toEqual([link, link]);
    expect(html).not.toContain('"onmouseover');
  });

  it('writes no line of its own', () => {
    const inviter = 'Eve\r\n\r\nCall https://evil.example now\u2028\u0007';
    const { text } = composeMail('invitation', { ...VALUES.invitation, inviter });
    expect(text).toContain('Eve Call https://evil.example now invites you');
  });

  it('never reaches the subject', () => {
    const shouting = Object.fromEntries(
      Object.keys(VALUES.invitation).map((key) => [key, 'XXXX']),
    ) as unknown as MailValues['invitation']; // the same keys, other values
    expect(composeMail('invitation', shouting).subject).not.toContain('XXXX');
  });
});

it('writes times in one zone for everybody', () => {
  expect(asked.time).toBe('14 March 2025 at 10:32 UTC');
});
