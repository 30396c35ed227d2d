import { emailAddress, normaliseEmail } from './email-address';

it.each([
  [' Kim.Lee@Example.ORG ', 'kim.lee@example.org'],
  ["o'brien+tag@sub.example.co.uk", "o'brien+tag@sub.example.co.uk"],
  ['kim@bücher.example', 'kim@xn--bcher-kva.example'],
  ['kim@BÜCHER.example', 'kim@xn--bcher-kva.example'],
  ['kim@ｅｘａｍｐｌｅ.org', 'kim@example.org'],
  // The Kelvin sign is a K: the mail goes to the address that the account is of.
  ['\u212Aim@example.org', 'kim@example.org'],
  [`${'a'.repeat(64)}@example.org`, `${'a'.repeat(64)}@example.org`],
])('writes %j in one way', (text, normalised) => {
  expect(normaliseEmail(text)).toBe(normalised);
  expect(emailAddress.parse(text)).toBe(normalised);
});

it.each([
  '',
  'kim',
  '@example.org',
  'kim@',
  'kim@localhost',
  'kim@example.org.',
  'kim@.example.org',
  'kim@example..org',
  'kim@-example.org',
  'kim@exam_ple.org',
  'kim@127.0.0.1',
  'kim@[127.0.0.1]',
  'kim@example.org:25',
  'kim@ex%61mple.org',
  'kim@example.org/x',
  'kim lee@example.org',
  '"kim lee"@example.org',
  'kim@lee@example.org',
  '.kim@example.org',
  'kim.@example.org',
  'ki..m@example.org',
  'kim@example.org\r\nBcc: other@example.org',
  'kim@example.org\n',
  'kim\u0000@example.org',
  'kim\u200b@example.org',
  'kim,other@example.org',
  'kim<other@example.org>',
  // The first letter is Cyrillic.
  'аdmin@example.org',
  `${'a'.repeat(65)}@example.org`,
  `${'a'.repeat(60)}@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.${'e'.repeat(20)}.org`,
])('takes no mail to %j', (text) => {
  expect(normaliseEmail(text)).toBeNull();
  expect(emailAddress.safeParse(text).success).toBe(false);
});
