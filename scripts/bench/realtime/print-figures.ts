import os from 'node:os';
import type { Figure } from './busy';
import type { IdleMemory, Measured } from './measure-all';

interface Wanted {
  words: string;
  atLeast: number;
  is: number;
}

const whole = (value: number): string => Math.round(value).toLocaleString('en');
const kilobytes = (bytes: number): string => (bytes / 1000).toFixed(1);

function lineOf(name: string, figure: Figure): string {
  const { perSecond, countedPerSecond, p50, p99, cores } = figure;
  const deliveries = countedPerSecond > 0 ? whole(countedPerSecond) : '';
  return (
    `${name.padEnd(26)}${whole(perSecond).padStart(9)}${deliveries.padStart(13)}` +
    `${p50.toFixed(1).padStart(9)}${p99.toFixed(1).padStart(9)}` +
    `${cores.server.toFixed(2).padStart(9)}${cores.database.toFixed(2).padStart(10)}${cores.load.toFixed(2).padStart(7)}` +
    `${whole((cores.server * 1e6) / (name.startsWith('deliveries') ? countedPerSecond : perSecond)).padStart(9)}\n`
  );
}

const idleLine = (name: string, { rssBytes, heldBytes, ...rest }: IdleMemory): string =>
  `${name.padEnd(26)}${kilobytes(rssBytes).padStart(9)} kB resident, ${kilobytes(heldBytes)} kB held, ` +
  `from ${rest.from} to ${rest.to} sockets, which connected at ${whole(rest.connectionsPerSecond)} a second\n`;

/** A plain table, the ratios, and how the figures stand to what is wanted. */
export function printFigures(
  { figures, idle }: Measured,
  { databaseVersion, people }: { databaseVersion: string; people: number },
): void {
  const loads = os.loadavg().map((load) => load.toFixed(1));
  const write = (text: string) => process.stdout.write(text);
  write(
    `\n${people} people connected, one process, ${databaseVersion}\n` +
      `${os.cpus().length} x ${os.cpus()[0]?.model ?? 'unknown'}, Node ${process.version}, load ${loads.join(' ')}\n\n` +
      `${''.padEnd(26)}${'a second'.padStart(9)}${'deliveries'.padStart(13)}${'p50 ms'.padStart(9)}${'p99 ms'.padStart(9)}` +
      `${'server'.padStart(9)}${'database'.padStart(10)}${'load'.padStart(7)} cores, µs each\n`,
  );
  for (const [name, figure] of figures) write(lineOf(name, figure));
  write(`\n${idleLine('idle socket', idle.app)}${idleLine('idle socket, bare', idle.bare)}\n`);

  const perSecond = (name: string) => figures.get(name)?.perSecond ?? NaN;
  const delivered = (name: string) => figures.get(name)?.countedPerSecond ?? NaN;
  const ratio = (words: string, one: number, other: number) =>
    write(`${words.padEnd(46)}${(one / other).toFixed(2).padStart(8)}\n`);
  ratio('messages / bare echo', perSecond('messages'), perSecond('echo, bare'));
  ratio('messages / bare messages', perSecond('messages'), perSecond('messages, bare'));
  ratio('messages / bare insert, one', perSecond('messages'), perSecond('insert one, bare'));
  ratio('messages / bare insert, 200', perSecond('messages'), perSecond('insert 200, bare'));
  ratio('deliveries / bare deliveries', delivered('deliveries'), delivered('deliveries, bare'));
  for (const way of ['socket, 20', 'overland, 200']) {
    const positions = perSecond(`positions, ${way}`);
    ratio(`positions (${way}) / bare insert, 200`, positions, perSecond('insert 200, bare'));
  }

  const wanted: Wanted[] = [
    { words: 'messages a second', is: perSecond('messages'), atLeast: 3000 },
    { words: 'deliveries a second', is: delivered('deliveries'), atLeast: 100_000 },
    {
      words: 'positions a second, Socket.IO',
      is: perSecond('positions, socket, 20'),
      atLeast: 15_000,
    },
    {
      words: 'positions a second, HTTP',
      is: perSecond('positions, overland, 200'),
      atLeast: 15_000,
    },
  ];
  write('\n');
  for (const { words, is, atLeast } of wanted) {
    const verdict = is >= atLeast ? 'reached' : 'missed';
    write(`${words.padEnd(34)}${whole(is).padStart(9)}  wanted ${whole(atLeast)}: ${verdict}\n`);
  }
  // Memory that was free before may have been used for sockets: then less was added than they hold.
  const eachBytes = Math.max(idle.app.rssBytes, idle.app.heldBytes);
  const isSmall = eachBytes < 30_000;
  write(
    `${'kB an idle socket'.padEnd(34)}${kilobytes(eachBytes).padStart(9)}  wanted < 30: ${isSmall ? 'reached' : 'missed'}\n`,
  );
}
