import type { Browser, Page } from 'playwright-core';
import { startApp, type TestApp } from './app';
import { openBrowser, openPage, type WatchedPage } from './browser';
import { lastMailTo } from './mails';
import { startTlsProxy, type TlsProxy } from './tls-proxy';

/** An app behind TLS, as people meet it, and a browser. */
export interface BrowserRig {
  app: TestApp;
  proxy: TlsProxy;
  /** A page in a fresh profile of the browser. */
  open: () => Promise<WatchedPage>;
  stop: () => Promise<void>;
}

export async function startBrowserRig(): Promise<BrowserRig> {
  const proxy = await startTlsProxy();
  process.env.PUBLIC_URL = proxy.url;
  const app = await startApp();
  proxy.leadTo(app.url);
  const browser: Browser = await openBrowser();
  return {
    app,
    proxy,
    open: () => openPage(browser, proxy.url),
    stop: async () => {
      await browser.close();
      await proxy.close();
      await app.stop();
      delete process.env.PUBLIC_URL;
    },
  };
}

export const press = (page: Page, name: string) => page.getByRole('button', { name }).click();

export const fill = (page: Page, label: string, text: string) =>
  page.getByLabel(label, { exact: true }).fill(text);

/** Waits until the page is at the step of this heading. */
export const seen = (page: Page, heading: string) =>
  page.getByRole('heading', { name: heading }).waitFor({ timeout: 15_000 });

/** Waits until the page tells this as something that went wrong. */
export const told = (page: Page, text: string) =>
  page.getByRole('alert').filter({ hasText: text }).waitFor({ timeout: 15_000 });

export const linkTo = async (app: TestApp, address: string, kind: string) =>
  (await lastMailTo(app, address, { kind })).link ?? '';

export const isSignedIn = async ({ context }: WatchedPage) =>
  (await context.request.get('/api/users/me')).status() === 200;

/** Asks for a mail with link and code, as a person does. */
export async function requestMail({ page }: WatchedPage, address: string): Promise<void> {
  await page.goto('/sign-in');
  await fill(page, 'Mail address', address);
  await press(page, 'Send the mail');
  await seen(page, 'Look into your mail');
}

export async function signInByPassword(
  { page }: WatchedPage,
  person: { email: string; password: string },
): Promise<void> {
  await page.goto('/sign-in');
  await press(page, 'Sign in with a password instead');
  await fill(page, 'Mail address or username', person.email);
  await fill(page, 'Password', person.password);
  await press(page, 'Sign in');
  await seen(page, 'You are signed in');
}
