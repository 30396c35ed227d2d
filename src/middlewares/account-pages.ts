import path from 'node:path';
import type { Core } from '@strapi/strapi';
import { createStrictPages } from '../lib/http/strict-pages';

/** `global::account-pages`: where the links of mails lead, unless FRONTEND_BASE_URL has its own. */
export default (_config: unknown, { strapi }: { strapi: Core.Strapi }) =>
  createStrictPages({
    folder: path.join(strapi.dirs.static.public, 'account'),
    assetsPath: '/account/',
    pages: {
      '/sign-in': 'sign-in.html',
      '/verify-email': 'verify-email.html',
      '/reset-password': 'reset-password.html',
      '/email-change': 'email-change.html',
    },
  });
