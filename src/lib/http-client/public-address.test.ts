import { hostOf, isPublicAddress } from './public-address';

it.each(['8.8.8.8', '193.191.134.6', '2a00:1450:4009:80b::200e'])('%s is public', (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

it.each([
  '127.0.0.1',
  '10.1.2.3',
  '172.31.255.255',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '0.0.0.0',
  '255.255.255.255',
  '::1',
  '::ffff:127.0.0.1',
  'fd00::1',
  'fe80::1',
  '2002:7f00:1::',
  'localhost',
])('%s is not', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

it('takes the brackets off', () => {
  expect(hostOf(new URL('http://[::1]:8080/a'))).toBe('::1');
  expect(hostOf(new URL('https://example.org/a'))).toBe('example.org');
});
