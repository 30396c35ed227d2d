import { getParser } from 'bowser';

const LONGEST_READ = 512;

/** Browser and system as people know them, such as "Firefox on Windows"; never the whole header. */
export function describeDevice(userAgent: string): string {
  if (userAgent === '') return 'Unknown device';
  const parser = getParser(userAgent.slice(0, LONGEST_READ));
  const browser = parser.getBrowserName() || 'Unknown program';
  const system = parser.getOSName();
  return system ? `${browser} on ${system}` : browser;
}
