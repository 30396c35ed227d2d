import { createKeyring } from '../../../../lib/keyring';
import { isLinkGood, writeLink } from './file-links';

const keyring = createKeyring(['one', 'two'], 'test');
const link = { objectKey: 'a.png', name: 'A b.png', expires: 1000 };

function signatureOf(ring = keyring): string {
  const url = new URL(writeLink(ring, '/api', link), 'http://x');
  return url.searchParams.get('signature') ?? '';
}
const isGood = (change: object = {}, signature = signatureOf()) =>
  isLinkGood(keyring, { ...link, signature, nowSeconds: 999, ...change });

it('is good for what it was written for, until it is over', () => {
  expect([isGood(), isGood({ nowSeconds: 1000 })]).toEqual([true, false]);
});

it.each([{ objectKey: 'b.png' }, { name: 'A b.html' }, { expires: 2000 }, { signature: '' }])(
  'is worth nothing with %j',
  (change) => expect(isGood(change)).toBe(false),
);

it('stays good when a new secret comes first, and not when its own is gone', () => {
  expect(isGood({}, signatureOf(createKeyring(['two'], 'test')))).toBe(true);
  expect(isGood({}, signatureOf(createKeyring(['three'], 'test')))).toBe(false);
});

it('writes the name of the object and of the file so that both can be read back', () => {
  expect(writeLink(keyring, '/api', link)).toMatch(
    /^\/api\/files\/a\.png\?as=A\+b\.png&expires=1000&signature=[\w-]{43}$/,
  );
});
