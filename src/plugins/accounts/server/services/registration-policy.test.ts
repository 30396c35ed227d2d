import { createRegistrationPolicy } from './registration-policy';

const isOpen = (registration: 'open' | 'invite' | 'closed', allowedDomains: string[] = []) =>
  createRegistrationPolicy({ registration, allowedDomains }).isOpenTo('kim@sea.example.org');

it('lets anybody in when open, and nobody otherwise', () => {
  expect([isOpen('open'), isOpen('invite'), isOpen('closed')]).toEqual([true, false, false]);
});

it('lets in exactly the domains that are listed', () => {
  expect(isOpen('open', ['sea.example.org'])).toBe(true);
  expect(isOpen('open', ['example.org', 'a.example.org'])).toBe(false);
  expect(isOpen('closed', ['sea.example.org'])).toBe(false);
});
