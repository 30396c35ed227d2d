import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import sharp from 'sharp';

/** A service of map pictures, all of one colour, at another origin than the app's. */
export interface TileServer {
  /** Its address with {z}, {x} and {y}. */
  url: string;
  /** Addresses it was asked for. */
  asked: string[];
  stop: () => Promise<void>;
}

export async function startTileServer(): Promise<TileServer> {
  const background = { r: 200, g: 220, b: 240 };
  const tile = await sharp({ create: { width: 256, height: 256, channels: 3, background } })
    .png()
    .toBuffer();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.setHeader('content-type', 'image/png').end(tile);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/{z}/{x}/{y}.png`,
    asked,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
