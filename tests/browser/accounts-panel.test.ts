import type { Browser } from 'playwright-core';
import { startApp, type TestApp } from '../support/app';
import { openBrowser } from '../support/browser';
import { openPanel } from '../support/panel-page';
import { makePerson, signIn } from '../support/people';

let app: TestApp;
let browser: Browser;

beforeAll(async () => {
  app = await startApp();
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await app?.stop();
});

it('ends a session, and suspends somebody only with a reason', async () => {
  const anna = await makePerson(app, { username: 'anna' });
  await signIn(app, anna);
  await signIn(app, anna);
  const { page, context, complaints, foreign } = await openPanel(app, browser);
  await page.goto('/admin');
  await page.getByRole('link', { name: 'Accounts' }).click();
  await page.getByRole('grid', { name: 'Accounts' }).getByRole('link', { name: 'anna' }).click();

  const sessions = page.getByRole('grid', { name: 'Sessions' });
  await sessions.getByText('Actions').waitFor({ state: 'attached' });
  await sessions.getByRole('button', { name: 'Revoke' }).first().click();
  const dialog = page.getByRole('alertdialog');
  await dialog.getByText('Ends the session on Firefox').waitFor();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'hidden' });
  expect(await sessions.getByRole('button', { name: 'Revoke' }).count()).toBe(2);
  await sessions.getByRole('button', { name: 'Revoke' }).first().click();
  await dialog.getByRole('button', { name: 'Revoke' }).click();
  await page.getByText('The session is ended.').waitFor();
  await dialog.waitFor({ state: 'hidden' });
  expect(await sessions.getByRole('button', { name: 'Revoke' }).count()).toBe(1);

  await page.getByRole('button', { name: 'Suspend' }).click();
  const suspend = dialog.getByRole('button', { name: 'Suspend' });
  expect(await suspend.isDisabled()).toBe(true);
  await dialog.getByLabel('Reason').fill('  Spam  ');
  await suspend.click();
  await page.getByRole('button', { name: 'Reinstate' }).waitFor();
  const row = await app.db('up_users').where('id', anna.userId).first<{ account_status: string }>();
  expect(row?.account_status).toBe('suspended');
  const details = await app
    .db('accounts_security_events')
    .where({ type: 'account-suspended' })
    .pluck<string[]>('details');
  expect(details.map((text) => JSON.parse(text) as unknown)).toEqual([{ reason: 'Spam' }]);
  expect({ complaints, foreign }).toEqual({ complaints: [], foreign: [] });
  await context.close();
});
