import { isIP, isIPv4 } from 'node:net';

const MAPPED_IPV4 = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/;
const WITH_PORT = /^(?:\[([^\]]+)\]|(\d+\.\d+\.\d+\.\d+))(?::\d+)?$/;
const GROUPS = 8;
const NETWORK_GROUPS = 4;

/** The IPv4 address behind `::ffff:c000:207`, which a server that listens on both kinds sees. */
function mappedAddress(address: string): string | undefined {
  const [, high, low] = MAPPED_IPV4.exec(address) ?? [];
  if (!high || !low) return undefined;
  const bytes = [high, low].flatMap((group) => [
    parseInt(group, 16) >> 8,
    parseInt(group, 16) & 255,
  ]);
  return bytes.join('.');
}

const groupsOf = (text: string): string[] => (text === '' ? [] : text.split(':'));

/** The first 64 bits of an IPv6 address, which a provider gives to one customer as a whole. */
function networkOf(address: string): string {
  const [before = '', after = ''] = address.split('::');
  const [head, tail] = [groupsOf(before), groupsOf(after)];
  const zeros = Array<string>(Math.max(0, GROUPS - head.length - tail.length)).fill('0');
  return `${[...head, ...zeros, ...tail].slice(0, NETWORK_GROUPS).join(':')}::/64`;
}

/** An IPv6 address as RFC 5952 writes it. */
const canonical = (address: string): string =>
  // The zone of a link-local address names an interface of ours, not a client.
  new URL(`http://[${address.split('%')[0]}]`).hostname.slice(1, -1);

/**
 * What a client is counted by: its IPv4 address, or the /64 network of its IPv6 address. However
 * one address is written, its key is the same.
 */
export function clientKey(address: string): string {
  if (isIPv4(address)) return address;
  const [, bracketed, dotted] = WITH_PORT.exec(address) ?? [];
  const bare = bracketed ?? dotted ?? address;
  if (isIPv4(bare)) return bare;
  if (isIP(bare) !== 6) return 'unknown';
  const written = canonical(bare);
  return mappedAddress(written) ?? networkOf(written);
}
