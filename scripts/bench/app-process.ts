import { createStrapi } from '@strapi/strapi';

/** The compiled app as a process of its own: `fork(this file, [port])`, then wait for `ready`. */
async function serve(port: number): Promise<void> {
  const strapi = createStrapi({ appDir: process.cwd(), distDir: `${process.cwd()}/dist` });
  strapi.config.set('server.port', port);
  strapi.config.set('server.host', '127.0.0.1');
  await strapi.start();
  process.send?.('ready');
}

void serve(Number(process.argv[2]));
