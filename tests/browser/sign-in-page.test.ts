import { GOOD_PASSWORD, hashOf } from '../support/auth-calls';
import type { WatchedPage } from '../support/browser';
import {
  fill,
  isSignedIn,
  linkTo,
  press,
  requestMail,
  seen,
  startBrowserRig,
  told,
  type BrowserRig,
} from '../support/browser-rig';
import { lastMailTo } from '../support/mails';
import { makePerson } from '../support/people';

let rig: BrowserRig;
beforeAll(async () => {
  rig = await startBrowserRig();
});
afterAll(() => rig.stop());

const cookiesOf = async ({ context }: WatchedPage) =>
  Object.fromEntries((await context.cookies()).map((cookie) => [cookie.name, cookie]));

describe('the link of a mail', () => {
  it('signs in after the button, and neither opening nor looking at it does', async () => {
    const address = 'link@reef.example';
    const opened = await rig.open();
    await requestMail(opened, address);
    const link = await linkTo(rig.app, address, 'sign-in');
    for (const method of ['GET', 'HEAD', 'OPTIONS']) {
      await opened.context.request.fetch(link, { method, headers: { 'Sec-Purpose': 'prefetch' } });
    }
    opened.changes.length = 0;
    await opened.page.goto('about:blank');
    await opened.page.goto(link);
    await seen(opened.page, 'Sign in');
    expect(opened.page.url()).toBe(`${rig.proxy.url}/sign-in`);
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
    const opened = await rig.open();
    await requestMail(opened, 'cookies@reef.example');
    await opened.page.goto(await linkTo(rig.app, 'cookies@reef.example', 'sign-in'));
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
    const asking = await rig.open();
    await requestMail(asking, 'other@reef.example');
    const link = await linkTo(rig.app, 'other@reef.example', 'sign-in');
    const opening = await rig.open();
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
    const opened = await rig.open();
    await requestMail(opened, 'once@reef.example');
    const link = await linkTo(rig.app, 'once@reef.example', 'sign-in');
    for (const heading of ['You are signed in', 'Sign in']) {
      await opened.page.goto('about:blank');
      await opened.page.goto(link);
      await press(opened.page, 'Sign in');
      await seen(opened.page, heading);
    }
    await told(opened.page, 'not valid');
    expect(opened.complaints).toEqual([]);
    await opened.context.close();
  });
});

describe('signing in without the link', () => {
  it('takes the code of the mail, and goes where the person wanted to go', async () => {
    const opened = await rig.open();
    const { page } = opened;
    await page.goto('/sign-in?redirectTo=/api/health');
    await fill(page, 'Mail address', 'code@reef.example');
    await press(page, 'Send the mail');
    await seen(page, 'Look into your mail');
    const { code = '' } = await lastMailTo(rig.app, 'code@reef.example', { kind: 'sign-in' });
    await fill(page, 'Code of six digits', code === '000000' ? '000001' : '000000');
    await press(page, 'Sign in');
    await told(page, 'not valid');
    await fill(page, 'Code of six digits', `${code.slice(0, 3)} ${code.slice(3)}`);
    await press(page, 'Sign in');
    await page.waitForURL(`${rig.proxy.url}/api/health`);
    expect(await isSignedIn(opened)).toBe(true);
    await opened.context.close();
  });

  it('takes a password, and says no more than that it was not right', async () => {
    const person = await makePerson(rig.app, { password: await hashOf(rig.app, GOOD_PASSWORD) });
    const opened = await rig.open();
    const { page } = opened;
    await page.goto('/sign-in');
    await press(page, 'Sign in with a password instead');
    await fill(page, 'Mail address or username', person.email);
    await fill(page, 'Password', 'not the password');
    await press(page, 'Sign in');
    await told(page, 'not valid');
    await fill(page, 'Password', GOOD_PASSWORD);
    await press(page, 'Sign in');
    await seen(page, 'You are signed in');
    expect(opened.complaints).toEqual([]);
    await opened.context.close();
  });

  it('tells at the field what is no address', async () => {
    const { page, context, changes } = await rig.open();
    await page.goto('/sign-in');
    await fill(page, 'Mail address', 'nobody');
    await press(page, 'Send the mail');
    await page.locator('#email[aria-invalid=true]').waitFor();
    expect(await page.locator('#email-fault').textContent()).not.toBe('');
    expect(changes).toEqual(['POST /api/auth/magic-link']);
    await context.close();
  });
});
