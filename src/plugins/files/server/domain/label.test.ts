import { labelOf } from './label';

it.each([
  ['plan.pdf', 'plan.pdf'],
  ['../../etc/passwd', 'passwd'],
  ['C:\\Users\\x\\plan.pdf', 'plan.pdf'],
  ['a\u202Efdp.exe', 'afdp.exe'],
  ['a\u0000b\u0007\n.txt', 'ab.txt'],
  ['Mu\u0308we.jpg', 'Müwe.jpg'],
  ['  a   b .txt ', 'a b .txt'],
  ['', 'file'],
  ['...', 'file'],
  ['a/', 'file'],
  ['.htaccess', '.htaccess'],
  [`${'x'.repeat(300)}.jpeg`, `${'x'.repeat(195)}.jpeg`],
  ['🐳'.repeat(300), '🐳'.repeat(200)],
])('shows %j as %j', (filename, label) => {
  expect(labelOf(filename)).toBe(label);
});
