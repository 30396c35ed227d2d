import { readFileSync } from 'node:fs';
import { z } from 'zod';

/**
 * Every environment variable of Shoal, parsed once. Nothing else reads `process.env`.
 * `.env.example` explains each name; a guard test compares the two lists.
 */

const SAMPLE_SECRET = /change-?me|sample|example|secret|tobemodified|password|^(.)\1+$/i;
const MIN_SECRET_BYTES = 32;

const text = () => z.string().trim().min(1);
const flag = () => z.enum(['true', 'false']).transform((value) => value === 'true');
const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(min).max(max));
const list = () =>
  z.string().transform((value) =>
    value
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== ''),
  );
const url = (...protocols: string[]) =>
  text().refine(
    (value) => {
      const protocol = URL.canParse(value) ? new URL(value).protocol : '';
      return protocols.includes(protocol);
    },
    `must be a URL that starts with ${protocols.map((p) => `${p}//`).join(' or ')}`,
  );
const web = () => url('http:', 'https:');
const PERIODS = { second: 1, minute: 60, hour: 3600, day: 86_400 } as const;
/** `10/minute` as a number of requests within a number of seconds. */
const rate = () =>
  z
    .string()
    .regex(/^[1-9]\d{0,6}\/(second|minute|hour|day)$/, 'must look like 10/minute')
    .transform((value) => {
      const [points, period] = value.split('/');
      return { points: Number(points), perSeconds: PERIODS[period as keyof typeof PERIODS] };
    });
/** A name of the IANA database, not an offset: days begin with the clocks of a place. */
const isTimeZone = (value: string) => {
  try {
    return /^[a-z]/i.test(value) && new Intl.DateTimeFormat('en', { timeZone: value }) !== null;
  } catch {
    return false;
  }
};
const origins = () =>
  list().refine(
    (values) => values.every((value) => value === '*' || isOrigin(value)),
    'must be origins such as https://app.example.org, parted by commas',
  );
const isOrigin = (value: string) => URL.canParse(value) && new URL(value).origin === value;

/** Of map pictures: one host, and where in the address their zoom, column and row stand. */
const tileAddress = () =>
  web().refine(
    (value) => ['{z}', '{x}', '{y}'].every((part) => value.includes(part)),
    'must hold {z}, {x} and {y}, as in https://tile.example.org/{z}/{x}/{y}.png',
  );

/** The names that hold secrets. Each may be given as `NAME_FILE`, the path of a file with the value. */
export const SECRET_NAMES = [
  'APP_KEYS',
  'ADMIN_JWT_SECRET',
  'API_TOKEN_SALT',
  'TRANSFER_TOKEN_SALT',
  'ENCRYPTION_KEY',
  'JWT_SECRET',
  'DATABASE_URL',
  'DB_PASSWORD',
  'EMAIL_HOST_PASSWORD',
  'HEALTH_TOKEN',
  'S3_ACCESS_KEY',
  'S3_SECRET_KEY',
  'DATABASE_READ_URL',
  'GBIF_PASSWORD',
] as const;

/** The secrets that sign or encrypt; the launcher makes those of development and demo. */
export const SIGNING_SECRET_NAMES = SECRET_NAMES.slice(0, 6);

export const environmentSchema = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  SHOAL_PROFILE: z.enum(['development', 'demo', 'test', 'production']).optional(),
  HOST: text().default('127.0.0.1'),
  PORT: wholeNumber(0, 65_535).default(1337),
  PUBLIC_URL: web().optional(),
  TRUSTED_PROXY_HOPS: wholeNumber(0, 10).default(0),
  CORS_ALLOWED_ORIGINS: origins().default([]),
  SERVE_ADMIN_PANEL: flag().default(true),
  SHUTDOWN_GRACE_SECONDS: wholeNumber(1, 600).default(25),
  SHUTDOWN_DELAY_SECONDS: wholeNumber(0, 60).default(0),
  TIME_ZONE: text()
    .refine(isTimeZone, 'must be the name of a time zone, such as Europe/Lisbon')
    .default('UTC'),
  DATA_DIR: text().default('.data'),
  DATABASE_URL: url('postgres:', 'postgresql:').optional(),
  DB_HOST: text().optional(),
  DB_PORT: wholeNumber(1, 65_535).default(5432),
  DB_NAME: text().default('shoal'),
  DB_USER: text().default('shoal'),
  DB_PASSWORD: z.string().optional(),
  DATABASE_POOL_MAX: wholeNumber(1, 200).default(10),
  DATABASE_READ_URL: url('postgres:', 'postgresql:').optional(),
  GEO_POOL_MAX: wholeNumber(1, 100).default(4),
  GEO_KEPT_MB: wholeNumber(0, 4096).default(32),
  EMBEDDED_DATABASE: flag().default(false),
  REDIS_URL: url('redis:', 'rediss:').optional(),
  REDIS_PREFIX: text().default('shoal'),
  APP_KEYS: list(),
  ADMIN_JWT_SECRET: text(),
  API_TOKEN_SALT: text(),
  TRANSFER_TOKEN_SALT: text(),
  ENCRYPTION_KEY: text(),
  JWT_SECRET: list(),
  TRANSFER_REMOTE_ENABLED: flag().default(false),
  LOG_LEVEL: z.enum(['error', 'warn', 'info', 'http', 'debug']).optional(),
  LOG_FORMAT: z.enum(['json', 'text']).optional(),
  API_DOCS_ENABLED: flag().default(true),
  HEALTH_TOKEN: text().optional(),
  FRONTEND_BASE_URL: web().optional(),
  REDIRECT_ALLOWED_ORIGINS: origins().default([]),
  REGISTRATION: z.enum(['open', 'invite', 'closed']).default('open'),
  REGISTRATION_ALLOWED_DOMAINS: list().default([]),
  MAGIC_LINK_EXPIRY_SECONDS: wholeNumber(60, 3600).default(600),
  JWT_ACCESS_TOKEN_LIFETIME_MINUTES: wholeNumber(1, 60).default(10),
  JWT_REFRESH_TOKEN_IDLE_DAYS: wholeNumber(1, 90).default(7),
  JWT_REFRESH_TOKEN_LIFETIME_DAYS: wholeNumber(1, 365).default(30),
  SECURITY_EVENT_RETENTION_DAYS: wholeNumber(1, 3650).default(365),
  THROTTLE_ENABLED: flag().default(true),
  THROTTLE_ANON: rate().prefault('300/minute'),
  THROTTLE_USER: rate().prefault('600/minute'),
  THROTTLE_AUTH: rate().prefault('60/minute'),
  THROTTLE_WRITE: rate().prefault('120/minute'),
  THROTTLE_EXPORT: rate().prefault('10/minute'),
  THROTTLE_UPLOAD: rate().prefault('30/minute'),
  THROTTLE_TRACKING: rate().prefault('600/minute'),
  LOCATION_RETENTION_DAYS: wholeNumber(1, 3650).default(30),
  LOCATION_MINORS_MAY_SHARE: flag().default(false),
  LOCATION_INTERVAL_MS: wholeNumber(1, 60_000).default(500),
  CHAT_RETENTION_DAYS: wholeNumber(0, 36_500).default(0),
  JOBS_ENABLED: flag().default(true),
  MAP_TILE_URL: tileAddress().optional(),
  MAP_TILE_ATTRIBUTION: z.string().trim().max(200).default(''),
  OBIS_BASE_URL: web().default('https://api.obis.org/v3'),
  GBIF_BASE_URL: web().default('https://api.gbif.org'),
  GBIF_USER: text().optional(),
  GBIF_PASSWORD: text().optional(),
  WORMS_BASE_URL: web().default('https://www.marinespecies.org/rest'),
  // The queue, which reads them, says at start what is no cron expression.
  IMPORT_INCREMENTAL_CRON: z.string().trim().default('0 3 1 * *'),
  IMPORT_FULL_CRON: z.string().trim().default('0 4 1 1,7 *'),
  IMPORT_CONTACT: text().default('https://example.org/shoal'),
  IMPORT_PAGE_SIZE: wholeNumber(1, 10_000).default(5000),
  IMPORT_INBOX: text().default('.data/inbox'),
  IMPORT_FILE_MAX_MB: wholeNumber(1, 1_000_000).default(4096),
  IMPORT_TIMEOUT_SECONDS: wholeNumber(1, 600).default(60),
  IMPORT_MAX_WITHDRAWAL_PERCENT: wholeNumber(0, 100).default(20),
  IMPORT_HISTORY_DAYS: wholeNumber(1, 3650).default(180),
  EMAIL_PROVIDER: z
    .enum(['console', 'smtp', 'resend', 'mailgun', 'postmark', 'sendgrid'])
    .default('console'),
  EMAIL_HOST: text().optional(),
  EMAIL_PORT: wholeNumber(1, 65_535).default(587),
  EMAIL_HOST_USER: text().optional(),
  EMAIL_HOST_PASSWORD: text().optional(),
  EMAIL_USE_SSL: flag().default(false),
  MAIL_RETRY_SECONDS: wholeNumber(1, 3600).default(60),
  MAIL_HOURLY_LIMIT: wholeNumber(1, 1_000_000).default(1000),
  DEFAULT_FROM_EMAIL: text().default('Shoal <shoal@localhost>'),
  UPLOAD_MAX_MB: wholeNumber(1, 1000).default(25),
  UPLOAD_QUOTA_MB: wholeNumber(1, 1_000_000).default(500),
  UPLOAD_ORPHAN_HOURS: wholeNumber(1, 8760).default(24),
  UPLOAD_FOLDER: text().default('.data/uploads'),
  FILE_LINK_SECONDS: wholeNumber(30, 86_400).default(300),
  CLAMAV_ADDRESS: text().optional(),
  S3_ENDPOINT: web().optional(),
  S3_BUCKET: text().optional(),
  S3_REGION: text().default('us-east-1'),
  S3_ACCESS_KEY: text().optional(),
  S3_SECRET_KEY: text().optional(),
  S3_PREFIX: z.string().default(''),
});

export type Profile = 'development' | 'demo' | 'test' | 'production';
type Settings = z.infer<typeof environmentSchema>;
export type Env = Settings & {
  profile: Profile;
  LOG_LEVEL: NonNullable<Settings['LOG_LEVEL']>;
  LOG_FORMAT: NonNullable<Settings['LOG_FORMAT']>;
  publicUrl: string;
  /** Where links in mails lead, without a slash at the end. */
  frontendBaseUrl: string;
  /** `DATABASE_URL`, or the URL put together from `DB_*`. */
  databaseUrl: string;
};

/** Raised with every fault of an environment at once, one line each. */
export class EnvironmentError extends Error {
  constructor(readonly faults: string[]) {
    super(
      `The environment has ${faults.length} fault(s):\n${faults.map((f) => `  - ${f}`).join('\n')}`,
    );
    this.name = 'EnvironmentError';
  }
}

type Source = Record<string, string | undefined>;

function readSecretFiles(source: Source, faults: string[]): Source {
  const read: Source = {};
  for (const name of SECRET_NAMES) {
    const file = source[`${name}_FILE`];
    if (!file) continue;
    if (source[name]) faults.push(`${name}: give ${name} or ${name}_FILE, not both`);
    try {
      read[name] = readFileSync(file, 'utf8').trim();
    } catch {
      faults.push(`${name}_FILE: cannot be read`);
    }
  }
  return read;
}

function databaseUrlOf(env: Partial<Settings>): string | undefined {
  if (env.DATABASE_URL) return env.DATABASE_URL;
  if (!env.DB_HOST) return undefined;
  const made = new URL(`postgresql://${env.DB_HOST}:${env.DB_PORT}/${env.DB_NAME}`);
  made.username = env.DB_USER ?? '';
  if (env.DB_PASSWORD) made.password = env.DB_PASSWORD;
  return made.href;
}

function secretFaults(env: Partial<Settings>): string[] {
  const faults: string[] = [];
  for (const name of SIGNING_SECRET_NAMES) {
    const given = env[name as 'APP_KEYS' | 'JWT_SECRET'];
    if (given === undefined) continue;
    const values = Array.isArray(given) ? given : [given];
    if (values.length === 0) faults.push(`${name}: is required`);
    if (values.some((value) => SAMPLE_SECRET.test(value))) {
      faults.push(`${name}: is a sample value; make one with: openssl rand -base64 32`);
    } else if (values.some((value) => Buffer.byteLength(value) < MIN_SECRET_BYTES)) {
      faults.push(`${name}: is shorter than ${MIN_SECRET_BYTES} bytes`);
    }
  }
  return faults;
}

function productionFaults(env: Partial<Settings>): string[] {
  const faults = secretFaults(env);
  if (!env.PUBLIC_URL) faults.push('PUBLIC_URL: is required in production');
  if (env.CORS_ALLOWED_ORIGINS?.includes('*')) {
    faults.push('CORS_ALLOWED_ORIGINS: must name each origin; * would let any site act for a user');
  }
  if (env.TRANSFER_REMOTE_ENABLED) {
    faults.push('TRANSFER_REMOTE_ENABLED: must be false in production');
  }
  if (env.HEALTH_TOKEN && Buffer.byteLength(env.HEALTH_TOKEN) < MIN_SECRET_BYTES) {
    faults.push(`HEALTH_TOKEN: is shorter than ${MIN_SECRET_BYTES} bytes`);
  }
  if (env.EMBEDDED_DATABASE) {
    faults.push(
      'DATABASE_URL: is required in production; the embedded database is for one machine',
    );
  }
  return faults;
}

function crossFaults(env: Partial<Settings>): string[] {
  const faults: string[] = [];
  if (env.EMAIL_PROVIDER === 'smtp' && !env.EMAIL_HOST) {
    faults.push('EMAIL_HOST: is required when EMAIL_PROVIDER is smtp');
  }
  if (Boolean(env.GBIF_USER) !== Boolean(env.GBIF_PASSWORD)) {
    faults.push('GBIF_USER and GBIF_PASSWORD: are one account, give both or neither');
  }
  if (env.S3_BUCKET && !(env.S3_ACCESS_KEY && env.S3_SECRET_KEY)) {
    faults.push('S3_ACCESS_KEY and S3_SECRET_KEY: are required when S3_BUCKET is set');
  }
  return faults;
}

/** Each variable by itself, so that one fault does not hide the rules about the others. */
function parseEach(given: Source, faults: string[]): Partial<Settings> {
  const parsed: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(environmentSchema.shape)) {
    const result = schema.safeParse(given[name]);
    if (result.success) parsed[name] = result.data;
    else if (given[name] === undefined) faults.push(`${name}: is required`);
    else faults.push(...result.error.issues.map((issue) => `${name}: ${issue.message}`));
  }
  // Each value is what its own schema made of it.
  return parsed;
}

const OFF_WHEN_EMPTY = new Set(['IMPORT_INCREMENTAL_CRON', 'IMPORT_FULL_CRON']);

/**
 * Parses an environment. An empty value counts as absent, but where it switches something off.
 * @throws EnvironmentError that lists every fault.
 */
export function parseEnv(source: Source): Env {
  const faults: string[] = [];
  const given = Object.fromEntries(
    Object.entries({ ...source, ...readSecretFiles(source, faults) }).filter(
      ([name, value]) => value !== '' || OFF_WHEN_EMPTY.has(name),
    ),
  );
  const env = parseEach(given, faults);
  const profile = env.SHOAL_PROFILE ?? env.NODE_ENV ?? 'development';
  const databaseUrl = databaseUrlOf(env);
  if (!databaseUrl)
    faults.push('DATABASE_URL: is required (npm scripts set it for the embedded database)');
  faults.push(...crossFaults(env), ...(profile === 'production' ? productionFaults(env) : []));
  if (faults.length > 0 || !databaseUrl) throw new EnvironmentError(faults);
  const settings = env as Settings; // every variable was parsed, or there would be a fault
  const publicUrl = settings.PUBLIC_URL ?? `http://localhost:${settings.PORT}`;
  return {
    ...settings,
    profile,
    LOG_LEVEL: settings.LOG_LEVEL ?? (profile === 'demo' ? 'warn' : 'http'),
    LOG_FORMAT: settings.LOG_FORMAT ?? (profile === 'production' ? 'json' : 'text'),
    databaseUrl,
    publicUrl,
    frontendBaseUrl: (settings.FRONTEND_BASE_URL ?? publicUrl).replace(/\/+$/, ''),
  };
}

let loaded: Env | undefined;

/** The environment of this process. Prints every fault and stops the process when there are any. */
export function loadEnv(): Env {
  if (loaded) return loaded;
  try {
    loaded = parseEnv(process.env);
    return loaded;
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

export interface LauncherSettings {
  profile: Profile;
  dataDir: string;
  /** False when nothing names a database, so that the embedded one is meant. */
  isDatabaseGiven: boolean;
  missingSecretNames: string[];
}

/** What the launcher must know before it can complete the environment. */
export function readLauncherSettings(source: Source = process.env): LauncherSettings {
  const isGiven = (name: string) => Boolean(source[name] || source[`${name}_FILE`]);
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const names = { NODE_ENV: true, SHOAL_PROFILE: true, DATA_DIR: true } as const;
  const parsed = environmentSchema.pick(names).safeParse(given);
  if (!parsed.success) {
    throw new EnvironmentError(
      parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`),
    );
  }
  return {
    profile: parsed.data.SHOAL_PROFILE ?? parsed.data.NODE_ENV,
    dataDir: parsed.data.DATA_DIR,
    isDatabaseGiven: isGiven('DATABASE_URL') || isGiven('DB_HOST'),
    missingSecretNames: SIGNING_SECRET_NAMES.filter((name) => !isGiven(name)),
  };
}

/** Reads a `.env` file into the environment of this process; what is set already stays. */
export const loadEnvFile = (file: string): void => process.loadEnvFile(file);

/** Sets variables for this process, and so for the processes it starts. */
export function setEnvironment(values: Record<string, string>): void {
  Object.assign(process.env, values);
}

/** The environment for a process that needs some variables to differ. */
export const childEnvironment = (
  values: Record<string, string>,
): Record<string, string | undefined> => ({
  ...process.env,
  ...values,
});
