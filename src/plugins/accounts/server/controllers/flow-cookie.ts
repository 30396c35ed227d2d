import type { ParameterizedContext } from 'koa';

export interface FlowCookie {
  /** The secret of this browser; undefined for a program, or a browser that did not ask. */
  read(ctx: ParameterizedContext): string | undefined;
  write(ctx: ParameterizedContext, secret: string): void;
}

/** Tells the browser that asked for a mail from any other one that its link is opened in. */
export function createFlowCookie({
  isSecure,
  lifeSeconds,
}: {
  isSecure: boolean;
  lifeSeconds: number;
}): FlowCookie {
  const name = isSecure ? '__Host-flow' : 'flow';
  return {
    read: ({ cookies }) => cookies.get(name, { signed: false }) || undefined,

    write(ctx, secret) {
      // TLS may end at a proxy that says nothing about it; PUBLIC_URL is what browsers see.
      ctx.cookies.secure = isSecure;
      ctx.cookies.set(name, secret, {
        path: '/',
        sameSite: 'lax',
        httpOnly: true,
        secure: isSecure,
        signed: false,
        overwrite: true,
        maxAge: lifeSeconds * 1000,
      });
    },
  };
}
