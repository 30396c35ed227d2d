import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { RequestListener, Server } from 'node:http';
import { GOOD_PASSWORD, hashOf } from '../support/auth-calls';
import type { WatchedPage } from '../support/browser';
import {
  isSignedIn,
  signInByPassword,
  startBrowserRig,
  type BrowserRig,
} from '../support/browser-rig';
import { makePerson } from '../support/people';
import { makeCertificate } from '../support/tls-proxy';

let rig: BrowserRig;
beforeAll(async () => {
  rig = await startBrowserRig();
});
afterAll(() => rig.stop());

/** A page of somebody else that sends a form to `action` as soon as it is open. */
const attackingPage =
  (action: string, enctype: string): RequestListener =>
  (_request, answer) => {
    const json = JSON.stringify({ scope: 'all', x: '' }).replace('""}', '"');
    answer.setHeader('Content-Type', 'text/html');
    answer.end(`<!doctype html><form method="post" action="${action}" enctype="${enctype}">
    <input name='${json}' value='"}'></form><script>document.forms[0].submit()</script>`);
  };

async function serve(server: Server, host: string): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return (server.address() as AddressInfo).port;
}

async function signedIn(): Promise<WatchedPage> {
  const { email } = await makePerson(rig.app, { password: await hashOf(rig.app, GOOD_PASSWORD) });
  const opened = await rig.open();
  await signInByPassword(opened, { email, password: GOOD_PASSWORD });
  return opened;
}

/** Opens the page in the browser that is signed in, and tells how its form was answered. */
async function attack({ context }: WatchedPage, address: string, action: string) {
  const page = await context.newPage();
  const sent = page.waitForRequest((request) => request.url() === action);
  const answered = page.waitForResponse((answer) => answer.url() === action);
  await page.goto(address).catch(() => undefined);
  const headers = await (await sent).allHeaders();
  return { status: (await answered).status(), cookie: headers['cookie'] ?? '' };
}

const FORMS = ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data'];

it.each(FORMS)(
  'refuses the form of another site sent as %s, which brings no cookie',
  async (type) => {
    const victim = await signedIn();
    const action = `${rig.proxy.url}/api/auth/logout`;
    const server = createHttpServer(attackingPage(action, type));
    const port = await serve(server, '127.0.0.1');
    const { status, cookie } = await attack(victim, `http://127.0.0.1:${port}/`, action);
    expect([403, 415]).toContain(status);
    expect(cookie).not.toMatch(/__Host-at|__Secure-rt/);
    expect(await isSignedIn(victim)).toBe(true);
    server.close();
    await victim.context.close();
  },
);

it.each(FORMS)(
  'refuses the form of a neighbour sent as %s, although it brings the cookies',
  async (type) => {
    const victim = await signedIn();
    const action = `${rig.proxy.url}/api/auth/logout`;
    const server = createHttpsServer(makeCertificate(), attackingPage(action, type));
    const port = await serve(server, 'localhost');
    const { status, cookie } = await attack(victim, `https://localhost:${port}/`, action);
    expect([403, 415]).toContain(status);
    expect(cookie).toMatch(/__Host-at=/);
    expect(await isSignedIn(victim)).toBe(true);
    server.close();
    await victim.context.close();
  },
);

it('refuses a neighbour that sends the JSON itself and knows no CSRF token', async () => {
  const victim = await signedIn();
  const action = `${rig.proxy.url}/api/auth/logout`;
  const server = createHttpsServer(makeCertificate(), (_request, answer) => {
    answer.setHeader('Content-Type', 'text/html');
    answer.end(`<!doctype html><script>
      fetch(${JSON.stringify(action)}, {
        method: 'POST', credentials: 'include', body: '{"scope":"all"}',
        headers: { 'Content-Type': 'application/json' },
      });
    </script>`);
  });
  const port = await serve(server, 'localhost');
  const page = await victim.context.newPage();
  const answered = page.waitForResponse(
    (answer) => answer.url() === action && answer.request().method() === 'POST',
  );
  await page.goto(`https://localhost:${port}/`);
  expect((await answered).status()).toBe(403);
  expect(await isSignedIn(victim)).toBe(true);
  server.close();
  await victim.context.close();
});
