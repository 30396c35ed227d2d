import { attachmentOf } from './content-disposition';

it.each([
  ['plan.pdf', 'filename="plan.pdf"; filename*=UTF-8\'\'plan.pdf'],
  ['a "b"; c.txt', 'filename="a _b_; c.txt"; filename*=UTF-8\'\'a%20%22b%22%3B%20c.txt'],
  [
    'Übersicht (1).csv',
    'filename="_bersicht (1).csv"; filename*=UTF-8\'\'%C3%9Cbersicht%20%281%29.csv',
  ],
  [
    'a\r\nSet-Cookie: b',
    'filename="a__Set-Cookie_ b"; filename*=UTF-8\'\'a%0D%0ASet-Cookie%3A%20b',
  ],
])('writes %j so that it stays one header', (name, written) => {
  expect(attachmentOf(name)).toBe(`attachment; ${written}`);
});

it('survives half a character', () => {
  expect(attachmentOf('\ud83d.png')).toContain("UTF-8''%EF%BF%BD.png");
});
