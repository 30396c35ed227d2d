import { lookup, type LookupAddress, type LookupOptions } from 'node:dns';
import { BlockList, isIP, isIPv6 } from 'node:net';

/** What is no address of the Internet: https://www.iana.org/assignments/iana-ipv4-special-registry and -ipv6-. */
const inner = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  inner.addSubnet(network, prefix, 'ipv4');
}

const global = new BlockList();
global.addSubnet('2000::', 3, 'ipv6');
const embedding = new BlockList();
for (const [network, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  embedding.addSubnet(network, prefix, 'ipv6');
}

/** Whether this is an address that anybody can reach, and none of our own network. */
export function isPublicAddress(address: string): boolean {
  const kind = isIP(address);
  if (kind === 4) return !inner.check(address, 'ipv4');
  return kind === 6 && global.check(address, 'ipv6') && !embedding.check(address, 'ipv6');
}

type LookupDone = (error: Error | null, address: string | LookupAddress[], family?: number) => void;

/**
 * A lookup for sockets that finds public addresses only: what was checked is what is connected to, so
 * that a name cannot mean another address a moment later. An address in place of a name is not looked
 * up by anybody: check it with `isPublicAddress`.
 */
export function lookupPublic(hostname: string, options: LookupOptions, done: LookupDone): void {
  lookup(hostname, { ...options, all: true }, (error, found) => {
    if (error) return done(error, []);
    const [first] = found;
    if (!first || !found.every(({ address }) => isPublicAddress(address))) {
      return done(new Error(`${hostname} is no address of the Internet`), []);
    }
    return options.all ? done(null, found) : done(null, first.address, first.family);
  });
}

/** The host of an address without the brackets of an IPv6 one. */
export const hostOf = (url: URL): string =>
  isIPv6(url.hostname.slice(1, -1)) ? url.hostname.slice(1, -1) : url.hostname;
