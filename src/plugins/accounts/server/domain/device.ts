import { getParser } from 'bowser';

const LONGEST_READ = 512;
/** The first product of a header (RFC 9110, 10.1.5), `curl/8.5.0` say. */
const PRODUCT = /^[A-Za-z][A-Za-z0-9._-]{0,39}(?=\/)/;

/** Browser and system as people know them, such as "Firefox on Windows"; never the whole header. */
export function describeDevice(userAgent: string): string {
  if (userAgent === '') return 'Unknown device';
  const parser = getParser(userAgent.slice(0, LONGEST_READ));
  const browser = parser.getBrowserName() || PRODUCT.exec(userAgent)?.[0] || 'Unknown program';
  const system = parser.getOSName();
  return system ? `${browser} on ${system}` : browser;
}
