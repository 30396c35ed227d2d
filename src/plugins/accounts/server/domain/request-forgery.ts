/** What browsers say about the page that made a request, and what the request brought along. */
export interface RequestSource {
  /** `Sec-Fetch-Site`, empty when not sent. */
  site: string;
  /** `Origin`, empty when not sent. */
  origin: string;
  /** `Referer`, empty when not sent. */
  referer: string;
  /** Our cookies came along, which a browser adds by itself. */
  carriesCookies: boolean;
  /** An `Authorization` header came along, which only a page that we allow can add. */
  carriesAuthorization: boolean;
}

const originOf = (address: string): string =>
  URL.canParse(address) ? new URL(address).origin : '';

/**
 * Whether an unsafe request may come from a page that has no business here (Fetch Metadata, else
 * Origin, else Referer).
 * - With our cookies: another site never; a neighbour of our site if listed; a browser that sends no
 *   Fetch Metadata has to say an origin that is listed. `null` is no origin.
 * - Without cookies and Authorization only the start of a session can be forged: whoever says a
 *   foreign origin is refused; who says nothing is no browser.
 * - With Authorization and no cookies nothing came by itself.
 */
export function mayBeForged(source: RequestSource, isListed: (origin: string) => boolean): boolean {
  const { site, origin, referer, carriesCookies, carriesAuthorization } = source;
  if (!carriesCookies && carriesAuthorization) return false;
  if (site === 'same-origin' || site === 'none') return false;
  if (carriesCookies) {
    if (site === 'cross-site') return true;
    return !isListed(origin || originOf(referer));
  }
  const isForeign = site === 'cross-site' || site === 'same-site' || origin !== '';
  return isForeign && !isListed(origin);
}
