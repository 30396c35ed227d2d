import { createStrapi, type Core } from '@strapi/strapi';
import type { AccessTokensService } from '../../../src/plugins/accounts/server/services/access-tokens';
import { answerCalls } from './calls';
import { memoryNow } from './memory-now';
import { startProfile, writeProfile } from './profile';

interface Session {
  sessionId: string;
  documentId: string;
}

/** Tokens as signing in would give them, without thousands of mails or slow hashes. */
const tokensOf =
  (strapi: Core.Strapi) =>
  (sessions: readonly Session[]): string[] => {
    const accessTokens = strapi.plugin('accounts').service<AccessTokensService>('accessTokens');
    return sessions.map(({ sessionId, documentId }) =>
      accessTokens.issue({
        sessionId,
        account: { documentId, role: 'student', track: null, status: 'active' } as Parameters<
          AccessTokensService['issue']
        >[0]['account'],
      }),
    );
  };

/** The compiled app as a process of its own: `fork(this file, [port])`, then wait for `ready`. */
async function serve(port: number): Promise<void> {
  const strapi = createStrapi({ appDir: process.cwd(), distDir: `${process.cwd()}/dist` });
  strapi.config.set('server.port', port);
  strapi.config.set('server.host', '127.0.0.1');
  await strapi.start();
  answerCalls({ tokens: tokensOf(strapi), memory: memoryNow, startProfile, writeProfile });
  process.send?.('ready');
}

void serve(Number(process.argv[2]));
