import { foreignSiteOf, isAllowedRedirect } from './redirect';

const RULES = {
  frontendBaseUrl: 'https://app.example.org/portal',
  // What the environment may hold, but no redirect may mean.
  allowedOrigins: ['https://field.example.org', '*'],
};

it.each([
  '/',
  '/groups?tab=a&x=//y#z',
  '/a/../b',
  'https://app.example.org/x',
  'HTTPS://APP.EXAMPLE.ORG/x',
  'https://field.example.org',
  'https://field.example.org:443/map',
])('lets people go to %s', (target) => {
  expect(isAllowedRedirect(target, RULES)).toBe(true);
});

it.each([
  '',
  'groups',
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\tevil',
  '/\n/evil.example',
  ' https://app.example.org',
  'https://evil.example/https://app.example.org',
  'https://app.example.org.evil.example',
  'https://evilapp.example.org',
  'https://user@app.example.org',
  'https://app.example.org:8443',
  'http://app.example.org',
  'https:app.example.org.evil.example',
  'javascript:alert(1)//app.example.org',
  'data:text/html,x',
  'blob:https://app.example.org/1',
  'ftp://app.example.org',
  '*',
  `/${'a'.repeat(2048)}`,
])('sends nobody to %j', (target) => {
  expect(isAllowedRedirect(target, RULES)).toBe(false);
});

it('names the site when it is another than the frontend', () => {
  const { frontendBaseUrl } = RULES;
  expect(foreignSiteOf('https://field.example.org/map', frontendBaseUrl)).toBe('field.example.org');
  expect(foreignSiteOf('/map', frontendBaseUrl)).toBeUndefined();
  expect(foreignSiteOf(null, frontendBaseUrl)).toBeUndefined();
});
