import { contentOf, messageIdOf } from './mail';

const mail = { kind: 'test', to: 'jane@example.org', subject: 'Hello', text: 'a\nb', html: '<p>' };

it('takes what is to be sent and leaves the rest', () => {
  expect(contentOf({ ...mail, expiresAt: new Date() })).toEqual({
    to: 'jane@example.org',
    subject: 'Hello',
    text: 'a\nb',
    html: '<p>',
  });
});

it.each([
  '"a@evil.example x"@example.org',
  'jane@example.org, eve@evil.example',
  'jane@example.org\r\nBcc: eve@evil.example',
  'Jane <jane@example.org>',
  'group:jane@example.org;',
  'jane@example.org (eve@evil.example)',
  'jane@evil.example@example.org',
  '[127.0.0.1]@example.org',
  'jane',
  '@example.org',
  `${'a'.repeat(65)}@example.org`,
  `a@${'b'.repeat(260)}`,
])('refuses to send to %j, without repeating it', (to) => {
  let message = '';
  try {
    contentOf({ ...mail, to });
  } catch (error) {
    message = (error as Error).message;
  }
  expect(message).toContain('This mail cannot be sent: to ');
  expect(message).not.toContain(to);
});

it.each(['Hello\r\nBcc: eve@evil.example', 'Hello\nthere', 'Hello\u0000', ''])(
  'refuses the subject %j',
  (subject) => {
    expect(() => contentOf({ ...mail, subject })).toThrow('This mail cannot be sent: subject');
  },
);

it('names a mail after its row', () => {
  expect(messageIdOf('0b5f', 'shoal.example.org')).toBe('<0b5f@shoal.example.org>');
});
