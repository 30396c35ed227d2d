import { mayBeForged, type RequestSource } from './request-forgery';

const LISTED = ['https://app.example.org'];
const judge = (source: Partial<RequestSource>) =>
  mayBeForged(
    {
      site: '',
      origin: '',
      referer: '',
      carriesCookies: false,
      carriesAuthorization: false,
      ...source,
    },
    (origin) => LISTED.includes(origin),
  );
const withCookies = (source: Partial<RequestSource>) => judge({ ...source, carriesCookies: true });

describe('with our cookies', () => {
  it.each([
    ['another site', { site: 'cross-site' }],
    ['another site that is listed', { site: 'cross-site', origin: LISTED[0] }],
    ['a neighbour that is not listed', { site: 'same-site', origin: 'https://blog.example.org' }],
    ['a neighbour that hides its origin', { site: 'same-site' }],
    ['a foreign origin', { origin: 'https://evil.example' }],
    ['no origin at all', {}],
    ['the origin null', { origin: 'null' }],
    ['a name that only ends like ours', { origin: 'https://evilapp.example.org' }],
    ['a name that only begins like ours', { origin: 'https://app.example.org.evil.example' }],
    ['plain http', { origin: 'http://app.example.org' }],
    ['another port', { origin: 'https://app.example.org:8443' }],
    ['a foreign referer', { referer: 'https://evil.example/?https://app.example.org' }],
    ['a site it has never heard of', { site: 'same-planet' }],
    ['an Authorization header from elsewhere', { site: 'cross-site', carriesAuthorization: true }],
  ])('refuses %s', (_what, source) => expect(withCookies(source)).toBe(true));

  it.each([
    ['our own pages', { site: 'same-origin' }],
    ['a neighbour that is listed', { site: 'same-site', origin: LISTED[0] }],
    ['a listed origin of an old browser', { origin: LISTED[0] }],
    ['a listed referer of an old browser', { referer: 'https://app.example.org/groups?x=1' }],
  ])('lets %s pass', (_what, source) => expect(withCookies(source)).toBe(false));
});

describe('without cookies', () => {
  it.each([
    ['a foreign origin', { origin: 'https://evil.example' }],
    ['another site', { site: 'cross-site' }],
    ['the origin null', { site: 'cross-site', origin: 'null' }],
    ['a neighbour that is not listed', { site: 'same-site', origin: 'https://blog.example.org' }],
  ])('refuses %s', (_what, source) => expect(judge(source)).toBe(true));

  it.each([
    ['a program', {}],
    ['a listed origin on another site', { site: 'cross-site', origin: LISTED[0] }],
    ['our own pages', { site: 'same-origin', origin: 'https://api.example.org' }],
    ['a token from anywhere', { origin: 'https://evil.example', carriesAuthorization: true }],
  ])('lets %s pass', (_what, source) => expect(judge(source)).toBe(false));
});
