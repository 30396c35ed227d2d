import type { Core } from '@strapi/strapi';
import { findRestType } from '../lib/http/rest-query/find-rest-type';
import { createRestQuery, type RestQuerySettings } from '../lib/http/rest-query/rest-query';

/** `global::rest-query`: what may be asked of the generated REST API. Set on its routes at boot. */
export default (settings: RestQuerySettings, { strapi }: { strapi: Core.Strapi }) =>
  createRestQuery(settings, { find: findRestType(strapi) });
