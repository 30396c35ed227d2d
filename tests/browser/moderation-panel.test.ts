import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../support/browser';
import { openPanel } from '../support/panel-page';
import { useRealtime, type TestSocket } from '../support/realtime-rig';

const MODERATION = '/admin/plugins/realtime';
/** Where pictures of both themes go; nowhere without it. */
const PICTURES = process.env.SCREENSHOTS_DIR;

let browser: Browser;
const rig = useRealtime();

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());
beforeEach(() => rig.app.db('chat_rooms').delete());

interface Quarrel {
  room: string;
  socket: TestSocket;
  messageId: string;
  /** Of the author. */
  name: string;
}

/** Something was said that nobody would want to read, with markup in it, and was reported. */
async function quarrel(): Promise<Quarrel> {
  const [rude, hurt] = [await rig.actor(), await rig.actor()];
  const name = `Rita ${rude.documentId.slice(0, 5)}`;
  await rig.app.db('up_users').where('id', rude.userId).update({ username: name });
  const { room } = await rig.room(rude, hurt);
  const socket = await rig.connectAs(rude);
  await socket.ask('chat:join', { room });
  const ids: string[] = [];
  const texts = ['Low tide at six', '<img src=x onerror=alert(1)> Rude words', 'Sorry?'];
  for (const text of texts) {
    const { data } = await socket.ask('chat:send', rig.message(room, text));
    ids.push((data?.['message'] as { id: string }).id);
  }
  const messageId = ids[1] ?? '';
  await hurt.ask(`POST /api/messages/${messageId}/reports`, {
    reason: 'It hurts, and <b>twice</b>',
  });
  return { room, socket, messageId, name };
}

async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES) await page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true });
}

const article = (page: Page) => page.getByRole('article', { name: /^Rita .* in / });

it('shows why a message was reported and what was said around it, in both themes', async () => {
  await quarrel();
  const { page, context, complaints, foreign } = await openPanel(rig.app, browser);
  for (const theme of ['light', 'dark']) {
    await page.evaluate(`localStorage.setItem('STRAPI_THEME', '${theme}')`);
    await page.goto('/admin');
    await page.getByRole('link', { name: 'Moderation' }).click();
    await article(page).getByText('It hurts, and <b>twice</b>').waitFor();
    const said = await article(page).getByRole('listitem').allInnerTexts();
    expect(said.join('\n')).toMatch(/It hurts.*Low tide.*REPORTED.*<img src=x.*Sorry\?/is);
    await picture(page, `reports-${theme}`);
  }
  expect({ complaints, foreign }).toEqual({ complaints: [], foreign: [] });
  await context.close();
});

it('hides, mutes and closes by the keyboard alone, and remembers who decided', async () => {
  const { room, socket, messageId, name } = await quarrel();
  const { page, context, complaints } = await openPanel(rig.app, browser);
  await page.goto(MODERATION);
  const { keyboard } = page;

  await page.getByRole('button', { name: `Mute ${name}` }).focus();
  await keyboard.press('Enter');
  const dialog = page.getByRole('alertdialog');
  await dialog.getByText('can read in').waitFor();
  await dialog.getByRole('combobox', { name: 'For how long' }).waitFor();
  await picture(page, 'mute');
  await dialog.getByRole('button', { name: 'Mute' }).focus();
  await keyboard.press('Enter');
  await page.getByText('Author muted until').waitFor();
  expect(await socket.ask('chat:send', rig.message(room))).toMatchObject({
    problem: { code: 'muted' },
  });

  await page.getByRole('button', { name: `Hide the message of ${name}` }).focus();
  await keyboard.press('Enter');
  await dialog.getByLabel('Reason').focus();
  await keyboard.type('Be kind');
  await dialog.getByRole('button', { name: 'Hide' }).focus();
  await keyboard.press('Enter');
  const none = page.getByText('Nothing waits for a decision.');
  await none.waitFor();
  // Where to go on from, when the button that was pressed is there no more.
  expect(await page.evaluate('document.activeElement.textContent')).toMatch(/Nothing waits/);
  const hidden = await rig.app.db('chat_messages').whereNotNull('hidden_at').pluck('id');
  expect(hidden).toEqual([messageId]);

  await page.getByRole('tab', { name: 'Decisions' }).click();
  const table = page.getByRole('grid', { name: 'Decisions' });
  await table.getByRole('row', { name: `Message hidden ${name} Pat (panel) Be kind` }).waitFor();
  await table.getByRole('row', { name: `${name} Pat (panel) –` }).waitFor();
  await picture(page, 'decisions');
  expect(complaints).toEqual([]);
  await context.close();
});

it('slows a room down and lets people write again', async () => {
  const { room, socket, name } = await quarrel();
  const { page, context, complaints } = await openPanel(rig.app, browser);
  await page.goto(`${MODERATION}/rooms`);
  await page.getByText('No room is in slow mode').waitFor();
  await page.getByRole('textbox', { name: 'Room' }).fill(room);
  await page.getByRole('button', { name: 'Find' }).click();
  await page.getByRole('combobox', { name: 'Slow mode' }).click();
  await page.getByRole('option', { name: '5 minutes' }).click();
  await page.getByRole('button', { name: /^Set slow mode of/ }).click();
  await page.getByText('Slow mode is set.').waitFor();
  expect(await socket.ask('chat:send', rig.message(room))).toMatchObject({ ok: true });
  expect(await socket.ask('chat:send', rig.message(room))).toMatchObject({
    problem: { code: 'slow-mode' },
  });

  await page.goto(`${MODERATION}/reports`);
  await page.getByRole('button', { name: `Mute ${name}` }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Mute' }).click();
  await page.getByRole('button', { name: `Let ${name} write again` }).waitFor();
  await page.goto(`${MODERATION}/rooms`);
  await page.getByText(`${name}, until`).waitFor();
  await picture(page, 'rooms');
  await page.getByRole('button', { name: `Let ${name} write again` }).click();
  await page.getByText(`${name} may write again.`).waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

it('is not there for an editor', async () => {
  const { page, context } = await openPanel(rig.app, browser, 'strapi-editor');
  await page.goto(MODERATION);
  await page.getByText(/permissions/i).waitFor();
  expect(await page.getByRole('link', { name: 'Moderation' }).count()).toBe(0);
  await context.close();
});
