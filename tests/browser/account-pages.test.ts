import { GOOD_PASSWORD, hashOf } from '../support/auth-calls';
import {
  fill,
  isSignedIn,
  linkTo,
  press,
  seen,
  signInByPassword,
  startBrowserRig,
  type BrowserRig,
} from '../support/browser-rig';
import { makePerson, signIn } from '../support/people';

const PAGES = ['/sign-in', '/verify-email', '/reset-password', '/email-change'];
const NEW_PASSWORD = 'Brandung vor Helgoland 7';

let rig: BrowserRig;
beforeAll(async () => {
  rig = await startBrowserRig();
});
afterAll(() => rig.stop());

describe('every page', () => {
  it.each(PAGES)('%s comes with strict rules, asks nobody else and does nothing', async (path) => {
    const opened = await rig.open();
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
    expect(opened.page.url()).toBe(`${rig.proxy.url}${path}`);
    expect(opened).toMatchObject({ complaints: [], changes: [], foreign: [] });
    await opened.context.close();
  });

  it.each(PAGES)('%s has a name for each field and fits on a small phone', async (path) => {
    const { page, context } = await rig.open();
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
      ['POST', 'PUT', 'DELETE'].map((method) => fetch(`${rig.app.url}${path}`, { method })),
    );
    expect(answers.map(({ status }) => status)).toEqual([405, 405, 405]);
  });
});

const post = (path: string, body: object, accessToken?: string) =>
  fetch(`${rig.app.url}/api/auth/${path}`, {
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
  const { page, context, complaints, changes } = await rig.open();
  await page.goto(await linkTo(rig.app, email, 'verify-email'));
  await seen(page, 'Confirm your address');
  expect(changes).toEqual([]);
  await press(page, 'Confirm my address');
  await seen(page, 'Your address is confirmed');
  expect((await post('login', { identifier: email, password: GOOD_PASSWORD })).status).toBe(200);
  expect(complaints).toEqual([]);
  await context.close();
});

it('sets a new password, and tells at the field what is wrong with one', async () => {
  const { email } = await makePerson(rig.app);
  const { page, context, complaints } = await rig.open();
  await page.goto('/reset-password');
  await fill(page, 'Mail address', email);
  await press(page, 'Send the link');
  await seen(page, 'Look into your mail');
  await page.goto(await linkTo(rig.app, email, 'password-reset'));
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
  const person = await makePerson(rig.app, { password: await hashOf(rig.app, GOOD_PASSWORD) });
  const opened = await rig.open();
  const { page, complaints } = opened;
  await signInByPassword(opened, { email: person.email, password: GOOD_PASSWORD });
  const { accessToken } = await signIn(rig.app, person);
  const email = 'moved@reef.example';
  expect((await post('email-change', { email }, accessToken)).status).toBe(202);

  await page.goto(await linkTo(rig.app, email, 'email-change-confirm'));
  await press(page, 'Use this address');
  await seen(page, 'Your address is changed');
  expect(await isSignedIn(opened)).toBe(false);
  const addressOf = async () =>
    (await rig.app.db('up_users').where('id', person.userId).first<{ email: string }>()).email;
  expect(await addressOf()).toBe(email);

  await page.goto(await linkTo(rig.app, person.email, 'email-change-notice'));
  await seen(page, 'Keep your old address');
  expect(await addressOf()).toBe(email);
  await press(page, 'Keep the old address');
  await seen(page, 'Your old address is kept');
  expect(await addressOf()).toBe(person.email);
  expect(complaints).toEqual([]);
  await opened.context.close();
});
