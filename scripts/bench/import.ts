import os from 'node:os';
import { parseArgs } from 'node:util';
import { prepareEnvironment } from '../launcher/environment';
import type { Figure } from './import-process';
import { measureReads } from './import-reads';
import { importFlags, startImporter } from './importer';

/*
 * Imports generated records through the whole pipeline: replay server in a process of its own, real
 * HTTP, checks, merge, links.
 */

const LEAST_RECORDS_PER_SECOND = 5000;
const MOST_GROWTH_MEBIBYTES = 100;
/** What each part imports unless it is told otherwise. */
const SPEED_RECORDS = 100_000;
const MEMORY_RECORDS = [10_000, 1_000_000] as const;
const READS_RECORDS = 160_000;

const verdict = (isGood: boolean): string => (isGood ? 'as wanted' : 'FALLS SHORT');

function print({ name, read, recordsPerSecond, cpuMsPerThousand, ...memory }: Figure): void {
  process.stdout.write(
    `${name.padEnd(24)} ${String(read).padStart(8)} records  ${String(recordsPerSecond).padStart(6)}/s` +
      `  ${cpuMsPerThousand} ms of its processor per 1,000` +
      `  peak RSS ${memory.peakRssMebibytes} MB, heap after gc ${memory.heapMebibytes} MB\n`,
  );
}

/** Imports so many records, once for each name, in processes of their own. */
async function measureSize(count: number, names: readonly string[]): Promise<Figure[]> {
  const importer = await startImporter(count);
  try {
    const figures = [];
    for (const name of names) {
      const figure = await importer.run({ name, parameters: {}, expected: count });
      print(figure);
      figures.push(figure);
    }
    return figures;
  } finally {
    importer.stop();
  }
}

async function measureSpeed(count: number): Promise<boolean> {
  const [first] = await measureSize(count, ['all new', 'again, nothing changed']);
  const isGood = (first?.recordsPerSecond ?? 0) >= LEAST_RECORDS_PER_SECOND;
  process.stdout.write(
    `speed: ${first?.recordsPerSecond}/s, at least ${LEAST_RECORDS_PER_SECOND}: ${verdict(isGood)}\n`,
  );
  return isGood;
}

/** A small import and a large one, each in a new process, so that nothing of one is in the other's memory. */
async function measureMemory(largest: number): Promise<boolean> {
  const [small] = await measureSize(MEMORY_RECORDS[0], ['all new']);
  const [large] = await measureSize(largest, ['all new']);
  if (!small || !large) throw new Error('An import gave no figure.');
  const resident = large.peakRssMebibytes - small.peakRssMebibytes;
  const heap = large.heapMebibytes - small.heapMebibytes;
  const isGood = Math.max(resident, heap) < MOST_GROWTH_MEBIBYTES;
  process.stdout.write(
    `memory: from ${small.read} to ${large.read} records the peak RSS grows by ${resident} MB and the ` +
      `heap by ${heap} MB, less than ${MOST_GROWTH_MEBIBYTES}: ${verdict(isGood)}\n`,
  );
  return isGood;
}

/**
 * `npm run bench -- import [--speed] [--memory] [--reads] [--records 100000]`, on the scratch database of
 * DATABASE_URL: it is emptied. Without a part all three are measured, one after another; `--records` is
 * the number to import in the part that is named, of memory the larger one.
 */
export async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      records: { type: 'string' },
      speed: { type: 'boolean', default: false },
      memory: { type: 'boolean', default: false },
      reads: { type: 'boolean', default: false },
    },
  });
  const isAll = !values.speed && !values.memory && !values.reads;
  const records = values.records === undefined ? null : Number(values.records);
  const load = () => os.loadavg()[0]?.toFixed(2);
  process.stdout.write(
    `${os.cpus().length} cores (${os.cpus()[0]?.model}), node ${process.versions.node} with ` +
      `${importFlags().join(' ') || 'no options'}, load ${load()} at start\n`,
  );
  // It makes the secrets of a development app, which the server of the readers has from here.
  await prepareEnvironment();
  const verdicts = [];
  if (isAll || values.speed) verdicts.push(await measureSpeed(records ?? SPEED_RECORDS));
  if (isAll || values.memory) verdicts.push(await measureMemory(records ?? MEMORY_RECORDS[1]));
  if (isAll || values.reads) verdicts.push(await measureReads(records ?? READS_RECORDS));
  process.stdout.write(`load ${load()} at the end\n`);
  return verdicts.every(Boolean) ? 0 : 1;
}
