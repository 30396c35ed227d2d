import type { Middleware } from 'koa';
import type { MiddlewareRegistry } from './middleware-registry';

interface Server {
  app: unknown;
  use(middleware: Middleware): unknown;
}

/**
 * Has `strapi::session` run where `config/middlewares` lists it. By itself it goes in front of all
 * others, so that requests pay for it that end before its place.
 */
export function keepSessionInPlace(middlewares: MiddlewareRegistry): void {
  middlewares.extend('strapi::session', (factory) => (config, wiring) => {
    // Strapi hands itself to every factory.
    const { app } = (wiring as { strapi: { server: Server } }).strapi.server;
    const made: Middleware[] = [];
    const server: Server = { app, use: (middleware) => made.push(middleware) };
    factory(config, { strapi: { server } });
    const [session] = made;
    if (!session) throw new Error('strapi::session made no middleware.');
    return session;
  });
}
