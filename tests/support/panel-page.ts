import type { Browser } from 'playwright-core';
import type { TestApp } from './app';
import { openPage, type WatchedPage } from './browser';
import { PANEL_PASSWORD, signInToPanel } from './panel';

/** The panel as somebody of this role has it after signing in. The panel must have been built. */
export async function openPanel(
  app: TestApp,
  browser: Browser,
  roleCode = 'strapi-super-admin',
): Promise<WatchedPage> {
  const { email } = await signInToPanel(app, roleCode);
  const opened = await openPage(browser, app.url);
  const { page } = opened;
  await page.setViewportSize({ width: 1440, height: 1100 });
  await page.goto('/admin/auth/login');
  await page.getByLabel('Email').fill(email);
  await page.locator('input[name=password]').fill(PANEL_PASSWORD);
  await page.getByRole('button', { name: 'Login' }).click();
  // The first page of a panel that nobody has opened yet takes long on a busy machine.
  await page.waitForURL(({ pathname }) => !pathname.includes('/auth/'), { timeout: 120_000 });
  return opened;
}
