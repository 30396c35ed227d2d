import { loadEnv } from '../src/env';

const env = loadEnv();

export default {
  auth: {
    secret: env.ADMIN_JWT_SECRET,
    sessions: { accessTokenLifespan: 600, maxRefreshTokenLifespan: 30 * 24 * 3600 },
    cookie: { secure: env.publicUrl.startsWith('https:') },
  },
  apiToken: { salt: env.API_TOKEN_SALT },
  transfer: { token: { salt: env.TRANSFER_TOKEN_SALT } },
  secrets: { encryptionKey: env.ENCRYPTION_KEY },
  serveAdminPanel: env.SERVE_ADMIN_PANEL,
  flags: { nps: false, promoteEE: false },
};
