import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

/** Debian's own; a test without a browser shows nothing, so it fails rather than being left out. */
const CHROMIUM = '/usr/bin/chromium';

export function openBrowser(): Promise<Browser> {
  if (!existsSync(CHROMIUM)) {
    throw new Error(`${CHROMIUM} is missing. Install it: apt-get install chromium`);
  }
  return chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
}

export interface WatchedPage {
  page: Page;
  context: BrowserContext;
  /** What the content policy kept from happening, and errors of the page's own scripts. */
  complaints: string[];
  /** `POST /api/auth/verify`, in order, without GETs. */
  changes: string[];
  /** Requests to anywhere but `baseUrl`. */
  foreign: string[];
}

/** A page of a fresh browser profile that knows no cookies, and what it does. */
export async function openPage(browser: Browser, baseUrl: string): Promise<WatchedPage> {
  const context = await browser.newContext({
    baseURL: baseUrl,
    ignoreHTTPSErrors: true,
    locale: 'en-GB',
    timezoneId: 'UTC',
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  const changes: string[] = [];
  const foreign: string[] = [];
  page.on('console', (message) => {
    // Chromium reports every answer of 4xx here, which the tests look at themselves.
    const isAnswer = /Failed to load resource: the server responded/.test(message.text());
    if (message.type() === 'error' && !isAnswer) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.origin !== new URL(baseUrl).origin) foreign.push(request.url());
    if (!['GET', 'HEAD'].includes(request.method())) {
      changes.push(`${request.method()} ${url.pathname}`);
    }
  });
  return { page, context, complaints, changes, foreign };
}
