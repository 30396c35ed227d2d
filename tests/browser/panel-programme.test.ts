import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { openBrowser, openPage } from '../support/browser';
import {
  createLauncherFolder,
  freePort,
  until,
  type LauncherProcess,
} from '../support/launcher-process';

const EDITOR = { email: 'editor@shoal.example', password: 'Kelp-forest-at-dawn-1' };
const folder = createLauncherFolder();

let server: LauncherProcess;
let url: string;
let browser: Browser;
let superAdmin: { email: string; password: string };

async function call(what: string, { token, body }: { token?: string; body?: object } = {}) {
  const [method, address] = what.split(/ (.*)/);
  const answer = await fetch(new URL(address ?? '', url), {
    method,
    headers: {
      ...(body && { 'content-type': 'application/json' }),
      ...(token && { authorization: `Bearer ${token}` }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${what} answered ${answer.status}: ${text}`);
  return (text.startsWith('{') ? JSON.parse(text) : text) as { data: Record<string, never> };
}

/** An account of the panel in the checked-in role of editors. */
async function makeEditor(): Promise<void> {
  const { data } = await call('POST /admin/login', { body: superAdmin });
  const token = data['token'] as unknown as string;
  const roles = (await call('GET /admin/roles', { token })).data as unknown as {
    id: number;
    code: string;
  }[];
  const editor = roles.find(({ code }) => code === 'strapi-editor');
  const { email, password } = EDITOR;
  const made = await call('POST /admin/users', {
    token,
    body: { email, firstname: 'Edda', lastname: 'Editor', roles: [editor?.id] },
  });
  await call('POST /admin/register', {
    body: {
      registrationToken: made.data['registrationToken'] as unknown as string,
      userInfo: { firstname: 'Edda', lastname: 'Editor', password },
    },
  });
}

async function signInToPanel(page: Page, account: typeof EDITOR): Promise<void> {
  await page.goto('/admin/auth/login');
  await page.getByLabel('Email').fill(account.email);
  await page.locator('input[name=password]').fill(account.password);
  await press(page, 'Login');
  await page.waitForURL(({ pathname }) => !pathname.includes('/auth/'));
}

/** Chooses a new picture as the cover of the entry that is open. */
async function uploadCover(page: Page, picture: Buffer): Promise<void> {
  await page.getByText('Click to add an asset').click();
  await page
    .getByRole('button', { name: /Add (new|more) assets/ })
    .first()
    .click();
  const file = { name: 'dive.png', mimeType: 'image/png', buffer: picture };
  await page.locator('input[type=file]').setInputFiles(file);
  await press(page, /Upload 1 asset/);
  await press(page, 'Finish');
}

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click();

/** A student of the demonstration, signed in by the code of a mail. */
async function signInAsStudent(email: string): Promise<string> {
  const { data: flow } = await call('POST /api/auth/magic-link', { body: { email } });
  const read = async (address: string) => (await fetch(new URL(address, url))).text();
  let mail: string | undefined;
  await until('the mail is there', async () => {
    const rows = (await read('/dev/mails')).split('<tr>');
    mail = /\/dev\/mails\/[^"]+/.exec(rows.find((row) => row.includes(email)) ?? '')?.[0];
    return mail !== undefined;
  });
  const code = /<pre>[^<]*?\b(\d{6})\b/s.exec(
    (await read(mail ?? '')).replace(/<a [^>]*>[^<]*<\/a>/g, ''),
  )?.[1];
  const body = { flowId: flow['flowId'], code };
  const { data } = await call('POST /api/auth/verify-otp', { body });
  return String(data['accessToken']);
}

beforeAll(async () => {
  const port = await freePort();
  url = `http://localhost:${port}`;
  server = folder.run('demo', {
    PORT: String(port),
    SERVE_ADMIN_PANEL: 'true',
    THROTTLE_ENABLED: 'false',
    UPLOAD_FOLDER: path.join(folder.dataDir, 'uploads'),
  });
  await until(
    'the server answers',
    async () => {
      if (!/password +\S+/.test(server.output())) return false;
      return fetch(`${url}/api/health/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
    },
    180_000,
  );
  const [, email = '', password = ''] =
    /e-mail +(\S+)\s+password +(\S+)/.exec(server.output()) ?? [];
  superAdmin = { email, password };
  await makeEditor();
  browser = await openBrowser();
}, 240_000);

afterAll(async () => {
  await browser?.close();
  server?.kill('SIGTERM');
  await server?.ended;
  folder.remove();
});

it('lets an editor make an event with a cover, which a student then sees', async () => {
  const { page } = await openPage(browser, url);
  await signInToPanel(page, EDITOR);
  await page.goto('/admin/content-manager/collection-types/api::event.event/create');
  await page.getByLabel('Title').fill('Night dive');
  await page.getByRole('combobox', { name: 'Choose date' }).first().fill('01/06/2040');
  await page.keyboard.press('Tab');
  await page.getByRole('combobox', { name: /For whom/ }).click();
  await page.getByRole('option', { name: 'Students' }).click();
  await page.keyboard.press('Escape');
  const background = { r: 11, g: 95, b: 124 };
  const plain = { width: 320, height: 200, channels: 3 as const, background };
  await uploadCover(page, await sharp({ create: plain }).png().toBuffer());
  await press(page, 'Save');
  await page.getByText('Saved document').waitFor();
  const token = await signInAsStudent('amara.lindqvist@shoal.example');
  const asked = 'GET /api/events?filters[title]=Night dive';
  expect((await call(asked, { token })).data).toEqual([]);
  await press(page, 'Publish');
  await page.getByText('Published document').waitFor();

  const [event] = (await call(asked, { token })).data as unknown as {
    audience: string[];
    cover: { url: string; width: number };
  }[];
  expect(event).toMatchObject({ audience: ['student'], cover: { width: 320 } });
  const cover = await fetch(new URL(event?.cover.url ?? '', url));
  expect([cover.status, cover.headers.get('content-type')]).toEqual([200, 'image/png']);
  expect((await call(asked)).data).toEqual([]);
});

it('exports people from their list, for who may see them', async () => {
  const { page } = await openPage(browser, url);
  await signInToPanel(page, superAdmin);
  await page.goto('/admin/content-manager/collection-types/plugin::users-permissions.user');
  await press(page, 'Export');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('dialog').getByRole('button', { name: 'Download' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^users-\d{4}-\d\d-\d\d\.csv$/);
  const lines = (await readFile(await download.path(), 'utf8')).trim().split('\r\n');
  expect(lines).toHaveLength(81);
  expect(lines.some((line) => line.includes('amara.lindqvist@shoal.example'))).toBe(true);
});
