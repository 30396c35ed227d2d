const LOCALHOST = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

interface Trusted {
  publicUrl: string;
  frontendBaseUrl: string;
  allowedOrigins: readonly string[];
  /** While developing, frontends run on any port of this machine. */
  allowsLocalhost: boolean;
}

/** Whether pages of an origin may act for people who are signed in here. */
export function trustedOrigins({
  publicUrl,
  frontendBaseUrl,
  allowedOrigins,
  allowsLocalhost,
}: Trusted): (origin: string) => boolean {
  const own = [publicUrl, frontendBaseUrl].map((url) => new URL(url).origin);
  const listed = new Set([...own, ...allowedOrigins]);
  return (origin) => listed.has(origin) || (allowsLocalhost && LOCALHOST.test(origin));
}
