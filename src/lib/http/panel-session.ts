import type { ParameterizedContext } from 'koa';

interface SessionManager {
  (audience: string): { validateAccessToken(token: string): { isValid: boolean } };
}

/**
 * Whether a request carries a token that the panel gave out. Strapi's strategy asks more, of the
 * database; this is for what must be decided before a body is read.
 */
export const isSignedInToPanel =
  (sessionManager: SessionManager) =>
  (ctx: ParameterizedContext): boolean => {
    const [scheme, token, ...more] = ctx.get('Authorization').split(/\s+/);
    if (scheme?.toLowerCase() !== 'bearer' || !token || more.length > 0) return false;
    return sessionManager('admin').validateAccessToken(token).isValid;
  };
