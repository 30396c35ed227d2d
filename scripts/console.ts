import { once } from 'node:events';
import { start } from 'node:repl';
import { withApp } from './launcher/load-app';

/** `npm run console`: a prompt with `strapi` loaded but not listening, beside a server or alone. */
export const main = (): Promise<number> =>
  withApp(async (strapi) => {
    const prompt = start({ prompt: 'shoal > ', useGlobal: true });
    Object.defineProperty(prompt.context, 'strapi', { value: strapi, configurable: true });
    await once(prompt, 'exit');
    return 0;
  });
