export const LONGEST_REDIRECT = 2048;

/** Backslashes and signs that URL parsers drop or turn around: what we read must be what browsers read. */
const AMBIGUOUS = /[\\\p{Cc}\p{Cf}\p{Z}]/u;

interface RedirectRules {
  frontendBaseUrl: string;
  /** Exact origins; the frontend's own is allowed without being named. */
  allowedOrigins: readonly string[];
}

/** Whether people may be sent there after signing in: a path of the frontend, or a URL of a listed origin. */
export function isAllowedRedirect(
  target: string,
  { frontendBaseUrl, allowedOrigins }: RedirectRules,
): boolean {
  if (target.length > LONGEST_REDIRECT || AMBIGUOUS.test(target)) return false;
  const frontend = new URL(frontendBaseUrl).origin;
  const isPath = target.startsWith('/');
  if (isPath && target.startsWith('//')) return false;
  if (!URL.canParse(target, isPath ? frontend : undefined)) return false;
  const { protocol, origin, username, password } = new URL(target, isPath ? frontend : undefined);
  if (!['http:', 'https:'].includes(protocol) || username !== '' || password !== '') return false;
  return origin === frontend || (!isPath && allowedOrigins.includes(origin));
}

/** The site a redirect leads to, for the words of a mail; undefined when that is the frontend itself. */
export function foreignSiteOf(target: string | null, frontendBaseUrl: string): string | undefined {
  if (target === null) return undefined;
  const { host } = new URL(target, frontendBaseUrl);
  return host === new URL(frontendBaseUrl).host ? undefined : host;
}
