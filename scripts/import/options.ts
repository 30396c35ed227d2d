import { parseArgs, type ParseArgsConfig } from 'node:util';
import { z } from 'zod';
import type { RunRequest } from '../../src/plugins/importer/contract/run-request';
import { LauncherError } from '../launcher/launcher-error';

const USAGE = `Usage: npm run import -- <obis|gbif|worms> [options]
  --taxon <ids>       AphiaIDs, comma-separated; children and synonyms are included
  --dataset <uuids>   datasets of the source, comma-separated
  --since <date>      only events from this day on (YYYY-MM-DD)
  --until <date>      only events up to this day
  --bbox <w,s,e,n>    only inside this box, in degrees
  --incremental       only what may have changed since the question was last answered whole (gbif, worms)
  --dry-run           report what would be done and write nothing
  --size <n>          records in a page, at most 10000 of OBIS and 300 of GBIF
  --max-pages <n>     stop after so many pages; the run is then partial
  --resume            also continue a run that failed (an interrupted one always continues)
  --json              one JSON object at the end, nothing else on standard output
worms takes no question: it brings the names of what is there up to date.
Without --taxon, --dataset, --since, --until or --bbox everything would be fetched: say --all to mean it.`;

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;
const OPTIONS = {
  taxon: text,
  dataset: text,
  since: text,
  until: text,
  bbox: text,
  size: text,
  'max-pages': text,
  resume: flag,
  json: flag,
  incremental: flag,
  'dry-run': flag,
  all: flag,
} as const satisfies ParseArgsConfig['options'];

const listOf = <Item extends z.ZodType<unknown, string>>(item: Item) =>
  z
    .string()
    .transform((value) => value.split(',').map((part) => part.trim()))
    .pipe(z.array(item));
const whole = (max: number) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(1).max(max));
const decimal = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/, 'must be a number')
  .transform(Number);
const day = z.iso.date('must be a date such as 2025-08-31');

const values = z.strictObject({
  taxon: listOf(whole(2_147_483_647)).optional(),
  dataset: listOf(z.uuid('must be a UUID')).optional(),
  since: day.optional(),
  until: day.optional(),
  bbox: listOf(decimal)
    .refine((box) => box.length === 4, 'must be west,south,east,north')
    .optional(),
  size: whole(10_000).optional(),
  'max-pages': whole(1_000_000).optional(),
  resume: z.boolean(),
  json: z.boolean(),
  incremental: z.boolean(),
  'dry-run': z.boolean(),
  all: z.boolean(),
});

const SOURCES = ['obis', 'gbif', 'worms'];

export interface ImportOptions {
  request: RunRequest;
  isJson: boolean;
}

const misused = (faults: string[]) => new LauncherError([...faults, USAGE].join('\n'));

/** `parseArgs` takes the west of a box in `--bbox -10,35,5,45` for an option of its own. */
function joinNegativeValues(args: string[]): string[] {
  return args.reduce<string[]>((joined, arg) => {
    const name = joined.at(-1);
    return name === '--bbox' && /^-[\d.]/.test(arg)
      ? [...joined.slice(0, -1), `${name}=${arg}`]
      : [...joined, arg];
  }, []);
}

function splitArguments(args: string[]) {
  try {
    return parseArgs({ args: joinNegativeValues(args), options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw misused([(error as Error).message]);
  }
}

function modeOf(given: { incremental: boolean; 'dry-run': boolean }): RunRequest['mode'] {
  if (given.incremental && given['dry-run']) {
    throw misused(['A dry run reads everything: leave --incremental out.']);
  }
  if (given['dry-run']) return 'dry-run';
  return given.incremental ? 'incremental' : 'full';
}

/**
 * Reads the command line, strictly.
 * @throws LauncherError with every fault and the usage.
 */
export function readImportOptions(args: string[]): ImportOptions {
  const { values: given, positionals } = splitArguments(args);
  const [source, ...extra] = positionals;
  if (!source || !SOURCES.includes(source)) {
    throw misused([
      source ? `There is no source "${source}".` : 'Say which source to import from.',
    ]);
  }
  if (extra.length > 0) throw misused([`"${extra.join(' ')}" is not understood.`]);
  const parsed = values.safeParse({ ...given });
  if (!parsed.success) {
    throw misused(parsed.error.issues.map((i) => `--${String(i.path[0])}: ${i.message}`));
  }
  const { taxon, dataset, since, until, bbox, size, all, resume, json } = parsed.data;
  if (source !== 'worms' && !all && !taxon && !dataset && !since && !until && !bbox) {
    throw misused(['Say what to fetch, or --all.']);
  }
  const parameters = {
    taxonIds: taxon,
    datasetKeys: dataset,
    startDate: since,
    endDate: until,
    bbox,
    pageSize: size,
  };
  const defined = Object.entries(parameters).filter(([, value]) => value !== undefined);
  return {
    request: {
      source,
      mode: modeOf(parsed.data),
      parameters: Object.fromEntries(defined),
      maxPages: parsed.data['max-pages'],
      resume,
    },
    isJson: json,
  };
}
