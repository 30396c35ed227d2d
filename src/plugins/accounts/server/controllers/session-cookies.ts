import type { ParameterizedContext } from 'koa';
import type { StartedSession } from '../domain/session';

/** The tokens that came as cookies. */
export interface CarriedCookies {
  access: string | undefined;
  refresh: string | undefined;
}

export interface SessionCookies {
  read(ctx: ParameterizedContext): CarriedCookies;
  write(ctx: ParameterizedContext, started: StartedSession): void;
  clear(ctx: ParameterizedContext): void;
}

/**
 * The two cookies of a session. Over https their names carry the prefixes that keep neighbouring
 * hosts and plain http from planting them; `__Host-` asks for the path `/`, so the refresh cookie,
 * which only the calls of `/api/auth` need, has the other. The access cookie stays as long as the
 * session may be refreshed: a request with an expired one is told so instead of served as a stranger.
 */
export function createSessionCookies({
  isSecure,
  refreshPath,
}: {
  isSecure: boolean;
  refreshPath: string;
}): SessionCookies {
  const access = { name: isSecure ? '__Host-at' : 'at', path: '/', sameSite: 'lax' } as const;
  const refresh = {
    name: isSecure ? '__Secure-rt' : 'rt',
    path: refreshPath,
    sameSite: 'strict',
  } as const;

  function set(
    ctx: ParameterizedContext,
    { name, path, sameSite }: typeof access | typeof refresh,
    value: string,
    lifeSeconds: number,
  ): void {
    // TLS may end at a proxy that says nothing about it; PUBLIC_URL is what browsers see.
    ctx.cookies.secure = isSecure;
    ctx.cookies.set(name, value, {
      path,
      sameSite,
      httpOnly: true,
      secure: isSecure,
      signed: false,
      overwrite: true,
      maxAge: lifeSeconds * 1000,
    });
  }

  return {
    read: ({ cookies }) => ({
      access: cookies.get(access.name, { signed: false }) || undefined,
      refresh: cookies.get(refresh.name, { signed: false }) || undefined,
    }),

    write(ctx, { accessToken, refreshToken, refreshExpiresInSeconds }) {
      set(ctx, access, accessToken, refreshExpiresInSeconds);
      set(ctx, refresh, refreshToken, refreshExpiresInSeconds);
    },

    clear(ctx) {
      set(ctx, access, '', 0);
      set(ctx, refresh, '', 0);
    },
  };
}
