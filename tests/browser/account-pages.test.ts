import type { Browser, Page } from 'playwright-core';
import { startApp, type TestApp } from '../support/app';
import { GOOD_PASSWORD, hashOf } from '../support/auth-calls';
import { openBrowser, openPage, type WatchedPage } from '../support/browser';
import { lastMailTo } from '../support/mails';
import { makePerson, signIn } from '../support/people';
import { startTlsProxy, type TlsProxy } from '../support/tls-proxy';

const PAGES = ['/sign-in', '/verify-email', '/reset-password', '/email-change'];
const NEW_PASSWORD = 'Brandung vor Helgoland 7';

let proxy: TlsProxy;
let app: TestApp;
let browser: Browser;

beforeAll(async () => {
  proxy = await startTlsProxy();
  process.env.PUBLIC_URL = proxy.url;
  app = await startApp();
  proxy.leadTo(app.url);
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await proxy.close();
  await app.stop();
  delete process.env.PUBLIC_URL;
});

const open = () => openPage(browser, proxy.url);
const press = (page: Page, name: string) => page.getByRole('button', { name }).click();
const seen = (page: Page, heading: string) =>
  page.getByRole('heading', { name: heading }).waitFor({ timeout: 10_000 });
const fill = (page: Page, label: string, text: string) =>
  page.getByLabel(label, { exact: true }).fill(text);
const linkTo = async (address: string, kind: string) =>
  (await lastMailTo(app, address, { kind })).link ?? '';
const cookiesOf = async ({ context }: WatchedPage) =>
  Object.fromEntries((await context.cookies()).map((cookie) => [cookie.name, cookie]));
const isSignedIn = async ({ context }: WatchedPage) =>
  (await context.request.get('/api/users/me')).status() === 200;

async function requestMail({ page }: WatchedPage, address: string): Promise<void> {
  await page.goto('/sign-in');
  await fill(page, 'Mail address', address);
  await press(page, 'Send the mail');
  await seen(page, 'Look into your mail');
}

describe('every page', () => {
  it.each(PAGES)('%s comes with strict rules, asks nobody else and does nothing', async (path) => {
    const opened = await open();
    const answer = await opened.page.goto(`${path}#token=abc`);
    const headers = answer?.headers() ?? {};
    expect(answer?.status()).toBe(200);
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self';/);
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    await opened.page.locator('h1:visible').waitFor();
    expect(opened.page.url()).toBe(`${proxy.url}${path}`);
    expect(opened).toMatchObject({ complaints: [], changes: [], foreign: [] });
    await opened.context.close();
  });

  it.each(PAGES)('%s has a name for each field and fits on a small phone', async (path) => {
    const { page, context } = await open();
    await page.setViewportSize({ width: 320, height: 640 });
    for (const fragment of ['', '#token=abc']) {
      await page.goto('about:blank');
      await page.goto(path + fragment);
      await page.locator('h1:visible').waitFor();
      for (const input of await page.locator('input:visible').all()) {
        const id = await input.getAttribute('id');
        expect(await page.locator(`label[for="${id}"]`).count()).toBe(1);
      }
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
    }
    await context.close();
  });

  it.each(PAGES)('%s changes nothing by any other method', async (path) => {
    const answers = await Promise.all(
      ['POST', 'PUT', 'DELETE'].map((method) => fetch(`${app.url}${path}`, { method })),
    );
    expect(answers.map(({ status }) => status)).toEqual([405, 405, 405]);
  });
});

describe('the link of a mail', () => {
  it('signs in after the button, and neither opening nor looking at it does', async () => {
    const address = 'link@reef.example';
    const opened = await open();
    await requestMail(opened, address);
    const link = await linkTo(address, 'sign-in');
    for (const method of ['GET', 'HEAD', 'OPTIONS']) {
      await opened.context.request.fetch(link, { method, headers: { 'Sec-Purpose': 'prefetch' } });
    }
    opened.changes.length = 0;
    await opened.page.goto('about:blank');
    await opened.page.goto(link);
    await seen(opened.page, 'Sign in');
    expect(opened.page.url()).toBe(`${proxy.url}/sign-in`);
    expect(opened.changes).toEqual([]);
    expect(Object.keys(await cookiesOf(opened))).toEqual(['__Host-flow']);

    await press(opened.page, 'Sign in');
    await seen(opened.page, 'You are signed in');
    expect(await opened.page.locator('#account').textContent()).toBe(address);
    expect(opened.changes).toEqual(['POST /api/auth/verify']);
    expect(await isSignedIn(opened)).toBe(true);
    expect(opened).toMatchObject({ complaints: [], foreign: [] });

    await press(opened.page, 'Sign out');
    await seen(opened.page, 'Sign in');
    expect(await isSignedIn(opened)).toBe(false);
    await opened.context.close();
  });

  it('leaves cookies that scripts cannot read, for https and this host only', async () => {
    const opened = await open();
    await requestMail(opened, 'cookies@reef.example');
    await opened.page.goto(await linkTo('cookies@reef.example', 'sign-in'));
    await press(opened.page, 'Sign in');
    await seen(opened.page, 'You are signed in');
    const cookies = await cookiesOf(opened);
    const strict = { httpOnly: true, secure: true, domain: 'localhost' };
    expect(cookies['__Host-at']).toMatchObject({ ...strict, path: '/', sameSite: 'Lax' });
    expect(cookies['__Secure-rt']).toMatchObject({
      ...strict,
      path: '/api/auth',
      sameSite: 'Strict',
    });
    expect(await opened.page.evaluate('document.cookie')).toBe('');
    expect(await opened.page.evaluate('JSON.stringify([localStorage, sessionStorage])')).toBe(
      '[{},{}]',
    );
    await opened.context.close();
  });

  it('asks in another browser whether it was the same person who asked for it', async () => {
    const asking = await open();
    await requestMail(asking, 'other@reef.example');
    const link = await linkTo('other@reef.example', 'sign-in');
    const opening = await open();
    await opening.page.goto(link);
    await press(opening.page, 'Sign in');
    await seen(opening.page, 'Was it you?');
    expect(await opening.page.locator('#asked-from').textContent()).toMatch(/^Chrom\w+ on Linux$/);
    expect(await opening.page.locator('#asked-at').textContent()).toMatch(/\d{4}, \d\d:\d\d/);
    expect(await isSignedIn(opening)).toBe(false);
    await press(opening.page, 'Yes, sign me in');
    await seen(opening.page, 'You are signed in');
    expect(await isSignedIn(asking)).toBe(false);
    await Promise.all([asking.context.close(), opening.context.close()]);
  });

  it('works once, and says so afterwards', async () => {
    const opened = await open();
    await requestMail(opened, 'once@reef.example');
    const link = await linkTo('once@reef.example', 'sign-in');
    for (const heading of ['You are signed in', 'Sign in']) {
      await opened.page.goto('about:blank');
      await opened.page.goto(link);
      await press(opened.page, 'Sign in');
      await seen(opened.page, heading);
    }
    await opened.page.getByRole('alert').filter({ hasText: 'not valid' }).waitFor();
    expect(opened.complaints).toEqual([]);
    await opened.context.close();
  });
});

describe('signing in without the link', () => {
  it('takes the code of the mail, and goes where the person wanted to go', async () => {
    const opened = await open();
    const { page } = opened;
    await page.goto('/sign-in?redirectTo=/api/health');
    await fill(page, 'Mail address', 'code@reef.example');
    await press(page, 'Send the mail');
    await seen(page, 'Look into your mail');
    const { code = '' } = await lastMailTo(app, 'code@reef.example', { kind: 'sign-in' });
    await fill(page, 'Code of six digits', code === '000000' ? '000001' : '000000');
    await press(page, 'Sign in');
    await page.getByRole('alert').filter({ hasText: 'not valid' }).waitFor();
    await fill(page, 'Code of six digits', `${code.slice(0, 3)} ${code.slice(3)}`);
    await press(page, 'Sign in');
    await page.waitForURL('**/api/health');
    expect(await isSignedIn(opened)).toBe(true);
    await opened.context.close();
  });

  it('takes a password, and says no more than that it was not right', async () => {
    const person = await makePerson(app, { password: await hashOf(app, GOOD_PASSWORD) });
    const opened = await open();
    const { page } = opened;
    await page.goto('/sign-in');
    await press(page, 'Sign in with a password instead');
    await fill(page, 'Mail address or username', person.email);
    await fill(page, 'Password', 'not the password');
    await press(page, 'Sign in');
    await page.getByRole('alert').filter({ hasText: 'not valid' }).waitFor();
    await fill(page, 'Password', GOOD_PASSWORD);
    await press(page, 'Sign in');
    await seen(page, 'You are signed in');
    expect(opened.complaints).toEqual([]);
    await opened.context.close();
  });

  it('tells at the field what is no address', async () => {
    const { page, context, changes } = await open();
    await page.goto('/sign-in');
    await fill(page, 'Mail address', 'nobody');
    await press(page, 'Send the mail');
    await page.locator('#email[aria-invalid=true]').waitFor();
    expect(await page.locator('#email-fault').textContent()).not.toBe('');
    expect(changes).toEqual(['POST /api/auth/magic-link']);
    await context.close();
  });
});

const post = (path: string, body: object, accessToken?: string) =>
  fetch(`${app.url}/api/auth/${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(accessToken && { authorization: `Bearer ${accessToken}` }),
    },
    body: JSON.stringify(body),
  });

it('confirms an address after the button', async () => {
  const email = 'new@reef.example';
  expect((await post('register', { email, password: GOOD_PASSWORD })).status).toBe(202);
  const { page, context, complaints, changes } = await open();
  await page.goto(await linkTo(email, 'verify-email'));
  await seen(page, 'Confirm your address');
  expect(changes).toEqual([]);
  await press(page, 'Confirm my address');
  await seen(page, 'Your address is confirmed');
  expect((await post('login', { identifier: email, password: GOOD_PASSWORD })).status).toBe(200);
  expect(complaints).toEqual([]);
  await context.close();
});

it('sets a new password, and tells at the field what is wrong with one', async () => {
  const { email } = await makePerson(app);
  const { page, context, complaints } = await open();
  await page.goto('/reset-password');
  await fill(page, 'Mail address', email);
  await press(page, 'Send the link');
  await seen(page, 'Look into your mail');
  await page.goto(await linkTo(email, 'password-reset'));
  await fill(page, 'New password', 'passwordpassword');
  await fill(page, 'The same again', 'something else');
  await press(page, 'Set the password');
  expect(await page.locator('#again-fault').textContent()).toBe('The two passwords differ.');
  await fill(page, 'The same again', 'passwordpassword');
  await press(page, 'Set the password');
  await page.locator('#password[aria-invalid=true]').waitFor();
  await fill(page, 'New password', NEW_PASSWORD);
  await fill(page, 'The same again', NEW_PASSWORD);
  await press(page, 'Set the password');
  await seen(page, 'Your password is set');
  expect((await post('login', { identifier: email, password: NEW_PASSWORD })).status).toBe(200);
  expect(complaints).toEqual([]);
  await context.close();
});

it('changes an address after the button, and takes it back in a browser whose session has ended', async () => {
  const person = await makePerson(app, { password: await hashOf(app, GOOD_PASSWORD) });
  const opened = await open();
  const { page, complaints } = opened;
  await page.goto('/sign-in');
  await press(page, 'Sign in with a password instead');
  await fill(page, 'Mail address or username', person.email);
  await fill(page, 'Password', GOOD_PASSWORD);
  await press(page, 'Sign in');
  await seen(page, 'You are signed in');
  const { accessToken } = await signIn(app, person);
  const email = 'moved@reef.example';
  expect((await post('email-change', { email }, accessToken)).status).toBe(202);

  await page.goto(await linkTo(email, 'email-change-confirm'));
  await press(page, 'Use this address');
  await seen(page, 'Your address is changed');
  expect(await isSignedIn(opened)).toBe(false);
  const addressOf = async () =>
    (await app.db('up_users').where('id', person.userId).first<{ email: string }>()).email;
  expect(await addressOf()).toBe(email);

  await page.goto(await linkTo(person.email, 'email-change-notice'));
  await seen(page, 'Keep your old address');
  expect(await addressOf()).toBe(email);
  await press(page, 'Keep the old address');
  await seen(page, 'Your old address is kept');
  expect(await addressOf()).toBe(person.email);
  expect(complaints).toEqual([]);
  await opened.context.close();
});
