import type { Core } from '@strapi/strapi';
import type { BodyRule } from '../lib/http/body-rules';
import { createJsonBody } from '../lib/http/json-body/json-body';
import { isSignedInToPanel } from '../lib/http/panel-session';

interface Settings {
  rules: readonly BodyRule[];
  panelMaxBytes: number;
}

/** `global::json-body`: reads JSON bodies. Stands behind `strapi::body`, which is left with files. */
export default (settings: Settings, { strapi }: { strapi: Core.Strapi }) =>
  createJsonBody({
    ...settings,
    isApi: (path) => /^\/api(\/|$)/i.test(path),
    isSignedInToPanel: isSignedInToPanel(strapi.sessionManager),
  });
