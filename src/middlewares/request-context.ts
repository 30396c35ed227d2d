import type { Core } from '@strapi/strapi';
import { createRequestContext } from '../lib/http/request-context';

/** `global::request-context`: an id for every request and one log line for every answer. */
export default (_config: unknown, { strapi }: { strapi: Core.Strapi }) =>
  createRequestContext({ log: strapi.log });
