import type { Core } from '@strapi/strapi';
import { isSignedInToPanel } from '../lib/http/panel-session';
import { createRequestGuard, type GuardSettings } from '../lib/http/request-guard';

/** `global::request-guard`: refuses bad addresses and kinds of body before anything reads them. */
export default (settings: GuardSettings, { strapi }: { strapi: Core.Strapi }) =>
  createRequestGuard({
    ...settings,
    isDeveloping: strapi.config.get('autoReload') === true,
    isSignedInToPanel: isSignedInToPanel(strapi.sessionManager),
  });
