import { parseArgs, type ParseArgsConfig } from 'node:util';
import { z } from 'zod';
import type { RunRequest } from '../../src/plugins/importer/contract/run-request';
import { LauncherError } from '../launcher/launcher-error';
import { fileQuestion } from './file-question';

const USAGE = `Usage: npm run import -- <obis|gbif|dwca|csv|worms> [options]
  --file <name>       an archive or table in the inbox (dwca, csv)
  --url <address>     the same, from elsewhere (dwca, csv)
  --columns <a=b,..>  what headers mean: Species=scientificName,Lat=decimalLatitude (csv)
  --delimiter <d>     comma, semicolon, tab or pipe; --encoding <e>: where both are not seen (csv)
  --taxon <ids>       AphiaIDs, comma-separated; children and synonyms are included
  --dataset <uuids>   datasets of the source, comma-separated
  --since <date>      only events from this day on (YYYY-MM-DD)
  --until <date>      only events up to this day
  --bbox <w,s,e,n>    only inside this box, in degrees
  --area <wkt>        only inside this POLYGON or MULTIPOLYGON, instead of a box
  --incremental       only what may have changed since the question was last answered whole (obis, gbif, worms)
  --full              everything again; asks first, or say --yes. Without either a question is read whole
  --dry-run           report what would be done and write nothing
  --size <n>          records in a page, at most 10000 of OBIS and 300 of GBIF
  --max-pages <n>     stop after so many pages; the run is then partial
  --resume            also continue a run that failed (an interrupted one always continues)
  --accept-withdrawals  make the withdrawals that a paused run asks about
  --json              one JSON object at the end, nothing else on standard output
Stored questions: npm run import -- --profile <name>, npm run import:incremental, npm run import:full
worms takes no question: it brings the names of what is there up to date.
Without --taxon, --dataset, --since, --until, --bbox or --area everything of obis and gbif would be fetched: say --all to mean it.`;

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;
const OPTIONS = {
  taxon: text,
  dataset: text,
  source: text,
  file: text,
  url: text,
  columns: text,
  delimiter: text,
  encoding: text,
  since: text,
  until: text,
  bbox: text,
  area: text,
  size: text,
  'max-pages': text,
  resume: flag,
  json: flag,
  incremental: flag,
  'dry-run': flag,
  full: flag,
  yes: flag,
  'accept-withdrawals': flag,
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
  dataset: listOf(z.string().min(1)).optional(),
  source: z.string().optional(),
  file: z.string().min(1).optional(),
  url: z.string().min(1).optional(),
  columns: z
    .string()
    .transform((value) => value.split(',').map((pair) => pair.split('=', 2).map((s) => s.trim())))
    .refine((pairs) => pairs.every((pair) => pair.length === 2), 'must be Header=term,...')
    .transform((pairs) => Object.fromEntries(pairs) as Record<string, string>)
    .optional(),
  delimiter: z.string().min(1).optional(),
  encoding: z.string().min(1).optional(),
  since: day.optional(),
  until: day.optional(),
  bbox: listOf(decimal)
    .refine((box) => box.length === 4, 'must be west,south,east,north')
    .optional(),
  area: z.string().min(1).optional(),
  size: whole(10_000).optional(),
  'max-pages': whole(1_000_000).optional(),
  resume: z.boolean(),
  json: z.boolean(),
  incremental: z.boolean(),
  'dry-run': z.boolean(),
  full: z.boolean(),
  yes: z.boolean(),
  'accept-withdrawals': z.boolean(),
  all: z.boolean(),
});

const SOURCES = ['obis', 'gbif', 'dwca', 'csv', 'worms'];
/** Their question is a file, and says so itself when it is missing. */
const OF_FILES = ['dwca', 'csv'];

export interface ImportOptions {
  request: RunRequest;
  isJson: boolean;
  /** `full` only when it was said: then it must be confirmed. A question alone is read whole. */
  mode: RunRequest['mode'] | null;
  isConfirmed: boolean;
  confirmWithdrawals: boolean;
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

function modeOf(given: {
  incremental: boolean;
  full: boolean;
  'dry-run': boolean;
}): RunRequest['mode'] {
  if (given.full && (given.incremental || given['dry-run'])) {
    throw misused(['Say --full or another mode, not both.']);
  }
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
  const [source, ...extra] = given.source ? [given.source, ...positionals] : positionals;
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
  if (OF_FILES.includes(source)) {
    const { file, url } = parsed.data;
    if ((file === undefined) === (url === undefined)) throw misused(['Say --file or --url.']);
    return requestOf(source, parsed.data, fileQuestion(parsed.data));
  }
  const { taxon, dataset, since, until, bbox, area, size, all } = parsed.data;
  if (source !== 'worms' && !all && !taxon && !dataset && !since && !until && !bbox && !area) {
    throw misused(['Say what to fetch, or --all.']);
  }
  const parameters = {
    taxonIds: taxon,
    datasetKeys: dataset,
    startDate: since,
    endDate: until,
    bbox,
    area,
    pageSize: size,
  };
  const faults = (dataset ?? []).filter((key) => !z.uuid().safeParse(key).success);
  if (faults.length > 0) throw misused(['--dataset: must be a UUID']);
  return requestOf(source, parsed.data, parameters);
}

function requestOf(
  source: string,
  given: z.infer<typeof values>,
  parameters: Record<string, unknown>,
): ImportOptions {
  const defined = Object.entries(parameters).filter(([, value]) => value !== undefined);
  return {
    request: {
      source,
      mode: modeOf(given),
      parameters: Object.fromEntries(defined),
      maxPages: given['max-pages'],
      resume: given.resume,
    },
    isJson: given.json,
    mode: given.full ? 'full' : null,
    isConfirmed: given.yes,
    confirmWithdrawals: given['accept-withdrawals'],
  };
}
