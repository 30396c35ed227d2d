import { clientKey } from './client-key';

it('counts an IPv4 client by its address, however a proxy wrote it', () => {
  for (const written of [
    '192.0.2.7',
    '192.0.2.7:51234',
    '::ffff:192.0.2.7',
    '::FFFF:c000:207',
    '0:0:0:0:0:ffff:192.0.2.7',
    '[::ffff:192.0.2.7]:443',
  ]) {
    expect([written, clientKey(written)]).toEqual([written, '192.0.2.7']);
  }
});

it('counts an IPv6 client by its /64 network, however the address is written', () => {
  for (const written of [
    '2001:db8:0:7::1',
    '2001:0DB8:0000:0007:aaaa:bbbb:cccc:dddd',
    '2001:db8:0:7:1:2:192.0.2.7',
    '[2001:db8:0:7::2]:8080',
    '2001:db8:0:7::%eth0',
  ]) {
    expect([written, clientKey(written)]).toEqual([written, '2001:db8:0:7::/64']);
  }
});

it('keeps different networks apart', () => {
  const keys = ['2001:db8:0:7::1', '2001:db8:0:8::1', '2001:db8::7', '::1', 'fe80::1%eth0'];
  expect(new Set(keys.map(clientKey)).size).toBe(keys.length);
});

it('puts everything that is no address into one bucket', () => {
  for (const text of ['', 'unknown', '999.1.1.1', 'x'.repeat(10_000), ':::', '[::1', "1' or 1=1"]) {
    expect(clientKey(text)).toBe('unknown');
  }
});
