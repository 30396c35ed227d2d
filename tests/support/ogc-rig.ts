import net, { type AddressInfo } from 'node:net';
import { startApp, type TestApp } from './app';

/** An answer of `/api/ogc`. */
export interface OgcAnswer {
  status: number;
  type: string;
  headers: Headers;
  /** Whatever JSON there is; a test asserts what it reads. */
  body: ReturnType<typeof JSON.parse>;
}

export interface OgcLink {
  rel: string;
  type: string;
  href: string;
}

/** An app whose links lead back to itself, as programs that follow them need. */
export interface OgcRig {
  app: TestApp;
  /** The public address of the landing page. */
  root: string;
  /** Asks below the landing page, or a whole address as links have it. */
  ask: (address: string, init?: RequestInit) => Promise<OgcAnswer>;
  /** All ids of a list, by its `next` links. */
  walk: (address: string) => Promise<(number | string)[]>;
  stop: () => Promise<void>;
}

export const hrefOf = (links: readonly OgcLink[], rel: string): string | undefined =>
  links.find((link) => link.rel === rel)?.href;

export async function startOgcRig(): Promise<OgcRig> {
  let port = 0;
  // The app learns its public address before it knows its port.
  const front = net.createServer((client) => {
    const upstream = net.connect(port, '127.0.0.1');
    client.pipe(upstream).pipe(client);
    client.on('error', () => upstream.destroy());
    upstream.on('error', () => client.destroy());
  });
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  const publicUrl = `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
  process.env.PUBLIC_URL = publicUrl;
  const app = await startApp();
  port = Number(new URL(app.url).port);
  const root = `${publicUrl}/api/ogc`;

  async function ask(address: string, init?: RequestInit): Promise<OgcAnswer> {
    const answer = await fetch(address.startsWith('http') ? address : `${root}${address}`, init);
    const text = await answer.text();
    return {
      status: answer.status,
      type: answer.headers.get('content-type') ?? '',
      headers: answer.headers,
      body: text === '' ? null : (JSON.parse(text) as unknown),
    };
  }

  return {
    app,
    root,
    ask,
    walk: async (address) => {
      const ids: (number | string)[] = [];
      for (let next: string | undefined = address; next !== undefined; ) {
        const answer = await ask(next);
        if (answer.status !== 200) throw new Error(`${next}: ${answer.status}`);
        const page = answer.body as { features: { id: number }[]; links: OgcLink[] };
        ids.push(...page.features.map(({ id }) => id));
        next = hrefOf(page.links, 'next');
      }
      return ids;
    },
    stop: async () => {
      delete process.env.PUBLIC_URL;
      await app.stop();
      await new Promise((resolve) => front.close(resolve));
    },
  };
}
