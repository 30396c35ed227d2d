import path from 'node:path';
import { loadEnv } from '../src/env';

const env = loadEnv();

/** At run time this file is `dist/config/plugins.js`; for the admin build it is `config/plugins.ts`. */
const local = (name: string) => ({
  enabled: true,
  resolve: path.join(__dirname, '..', 'src', 'plugins', name),
});

const SMTP_PRESETS = {
  resend: { host: 'smtp.resend.com', port: 465, secure: true },
  mailgun: { host: 'smtp.mailgun.org', port: 587, secure: false },
  postmark: { host: 'smtp.postmarkapp.com', port: 587, secure: false },
  sendgrid: { host: 'smtp.sendgrid.net', port: 587, secure: false },
  smtp: { host: env.EMAIL_HOST, port: env.EMAIL_PORT, secure: env.EMAIL_USE_SSL },
};

const mailTransport =
  env.EMAIL_PROVIDER === 'console'
    ? { jsonTransport: true }
    : {
        ...SMTP_PRESETS[env.EMAIL_PROVIDER],
        pool: true,
        maxConnections: 5,
        // The outbox tries again by its own rules; the pool must not do so behind its back.
        maxRequeues: 0,
        connectionTimeout: 10_000,
        greetingTimeout: 10_000,
        socketTimeout: 30_000,
        ...(env.EMAIL_HOST_USER && {
          auth: { user: env.EMAIL_HOST_USER, pass: env.EMAIL_HOST_PASSWORD },
        }),
      };

/** Without a provider mails go to the terminal of a developer; in production they go nowhere. */
const CONSOLE_OF = { development: 'show', demo: 'show', test: 'keep', production: 'off' } as const;
const isConsole = env.EMAIL_PROVIDER === 'console';

/** Said of every object, so that no browser opens one as a page of the bucket's host. */
const DOWNLOAD = 'attachment';
const STORE_SECONDS = 20;

const s3 = {
  provider: 'aws-s3',
  providerOptions: {
    rootPath: env.S3_PREFIX,
    s3Options: {
      region: env.S3_REGION,
      ...(env.S3_ENDPOINT && { endpoint: env.S3_ENDPOINT, forcePathStyle: true }),
      credentials: { accessKeyId: env.S3_ACCESS_KEY, secretAccessKey: env.S3_SECRET_KEY },
      params: { Bucket: env.S3_BUCKET, ACL: 'private', signedUrlExpires: env.FILE_LINK_SECONDS },
      // Other servers than Amazon's do not know its newer checksums.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      maxAttempts: 2,
      requestHandler: {
        connectionTimeout: 3000,
        requestTimeout: STORE_SECONDS * 1000,
        throwOnRequestTimeout: true,
      },
    },
  },
  actionOptions: {
    upload: { ContentDisposition: DOWNLOAD },
    uploadStream: { ContentDisposition: DOWNLOAD },
    getSignedUrl: { ResponseContentDisposition: DOWNLOAD },
  },
};

/** The files plugin puts its private folder in the place of this provider, which serves public/. */
const localFolder = { provider: 'local', providerOptions: {} };

/** Types a browser would run or render as markup: never stored, whatever the client calls them. */
const ACTIVE_TYPES = [
  'text/html',
  'application/xhtml+xml',
  'image/svg+xml',
  'text/xml',
  'application/xml',
  'text/javascript',
  'application/javascript',
  'application/x-shockwave-flash',
  'text/cache-manifest',
];

export default {
  geo: {
    ...local('geo'),
    config: {
      tiles: env.MAP_TILE_URL
        ? { url: env.MAP_TILE_URL, attribution: env.MAP_TILE_ATTRIBUTION }
        : null,
      reads: env.EMBEDDED_DATABASE
        ? null
        : {
            url: env.DATABASE_READ_URL ?? env.databaseUrl,
            maxConnections: env.GEO_POOL_MAX,
            statementSeconds: 3,
          },
      keptMegabytes: env.GEO_KEPT_MB,
    },
  },
  accounts: {
    ...local('accounts'),
    config: {
      secrets: env.JWT_SECRET,
      publicUrl: env.publicUrl,
      frontendBaseUrl: env.frontendBaseUrl,
      allowedOrigins: env.CORS_ALLOWED_ORIGINS,
      allowsLocalhost: env.profile !== 'production',
      sessions: {
        accessSeconds: env.JWT_ACCESS_TOKEN_LIFETIME_MINUTES * 60,
        idleSeconds: env.JWT_REFRESH_TOKEN_IDLE_DAYS * 86_400,
        longestSeconds: env.JWT_REFRESH_TOKEN_LIFETIME_DAYS * 86_400,
      },
      signIn: {
        registration: env.REGISTRATION,
        allowedDomains: env.REGISTRATION_ALLOWED_DOMAINS.map((domain) => domain.toLowerCase()),
        redirectOrigins: env.REDIRECT_ALLOWED_ORIGINS,
        linkSeconds: env.MAGIC_LINK_EXPIRY_SECONDS,
      },
      securityEventDays: env.SECURITY_EVENT_RETENTION_DAYS,
      throttle: {
        isEnabled: env.THROTTLE_ENABLED,
        anonymous: env.THROTTLE_ANON,
        account: env.THROTTLE_USER,
        scopes: {
          auth: env.THROTTLE_AUTH,
          write: env.THROTTLE_WRITE,
          export: env.THROTTLE_EXPORT,
          upload: env.THROTTLE_UPLOAD,
          tracking: env.THROTTLE_TRACKING,
        },
        redis: env.REDIS_URL ? { url: env.REDIS_URL, prefix: env.REDIS_PREFIX } : null,
      },
    },
  },
  files: {
    ...local('files'),
    config: {
      secrets: env.JWT_SECRET,
      publicUrl: env.publicUrl,
      maxBytes: env.UPLOAD_MAX_MB * 1024 * 1024,
      quotaBytes: env.UPLOAD_QUOTA_MB * 1024 * 1024,
      linkSeconds: env.FILE_LINK_SECONDS,
      orphanHours: env.UPLOAD_ORPHAN_HOURS,
      folder: env.S3_BUCKET ? null : path.resolve(env.UPLOAD_FOLDER),
      scanner: env.CLAMAV_ADDRESS ?? null,
      storeSeconds: STORE_SECONDS,
    },
  },
  exchange: { ...local('exchange'), config: { maxBytes: env.UPLOAD_MAX_MB * 1024 * 1024 } },
  realtime: {
    ...local('realtime'),
    config: {
      secrets: env.JWT_SECRET,
      location: {
        keptSeconds: env.LOCATION_RETENTION_DAYS * 86_400,
        minorsMayShare: env.LOCATION_MINORS_MAY_SHARE,
        intervalMs: env.LOCATION_INTERVAL_MS,
      },
      isLimited: env.THROTTLE_ENABLED,
      chatRetentionDays: env.CHAT_RETENTION_DAYS,
      redis: env.REDIS_URL ? { url: env.REDIS_URL, prefix: env.REDIS_PREFIX } : null,
    },
  },
  importer: {
    ...local('importer'),
    config: {
      secrets: env.JWT_SECRET,
      schedules: { incremental: env.IMPORT_INCREMENTAL_CRON, full: env.IMPORT_FULL_CRON },
      contact: env.IMPORT_CONTACT,
      panelUrl: `${env.publicUrl.replace(/\/$/, '')}/admin`,
      historyDays: env.IMPORT_HISTORY_DAYS,
      withdrawalGuard: { maxPercent: env.IMPORT_MAX_WITHDRAWAL_PERCENT, minRecords: 10 },
      // An open transaction holds up every other client of the embedded database.
      mergeBatchSize: env.EMBEDDED_DATABASE ? 250 : 1000,
      obis: {
        baseUrl: env.OBIS_BASE_URL,
        pageSize: env.IMPORT_PAGE_SIZE,
        timeoutSeconds: env.IMPORT_TIMEOUT_SECONDS,
      },
      gbif: {
        baseUrl: env.GBIF_BASE_URL,
        pageSize: 300,
        timeoutSeconds: env.IMPORT_TIMEOUT_SECONDS,
        minIntervalMs: 500,
        maxRecords: 100_000,
        account:
          env.GBIF_USER && env.GBIF_PASSWORD
            ? { user: env.GBIF_USER, password: env.GBIF_PASSWORD }
            : null,
        pollSeconds: 30,
      },
      files: {
        inbox: path.resolve(env.IMPORT_INBOX),
        pageSize: 5000,
        maxBytes: env.IMPORT_FILE_MAX_MB * 1024 * 1024,
        maxUnpackedBytes: env.IMPORT_FILE_MAX_MB * 16 * 1024 * 1024,
        timeoutSeconds: env.IMPORT_TIMEOUT_SECONDS,
        allowsPrivate: false,
      },
      worms: {
        baseUrl: env.WORMS_BASE_URL,
        timeoutSeconds: env.IMPORT_TIMEOUT_SECONDS,
        minIntervalMs: 60,
        ageDays: { found: 90, missing: 30 },
      },
    },
  },
  jobs: {
    ...local('jobs'),
    config: {
      enabled: env.JOBS_ENABLED,
      // Every question is a turn that the other clients of the embedded database wait for.
      pollSeconds: env.EMBEDDED_DATABASE ? 5 : 2,
      mail: {
        secrets: env.JWT_SECRET,
        retrySeconds: env.MAIL_RETRY_SECONDS,
        hourlyLimit: env.MAIL_HOURLY_LIMIT,
        domain: new URL(env.publicUrl).hostname,
        console: isConsole ? CONSOLE_OF[env.profile] : 'off',
        isUndelivered: isConsole && env.profile === 'production',
      },
    },
  },
  email: {
    config: {
      provider: 'nodemailer',
      providerOptions: mailTransport,
      settings: { defaultFrom: env.DEFAULT_FROM_EMAIL, defaultReplyTo: env.DEFAULT_FROM_EMAIL },
    },
  },
  upload: {
    config: {
      ...(env.S3_BUCKET ? s3 : localFolder),
      sizeLimit: env.UPLOAD_MAX_MB * 1024 * 1024,
      security: {
        allowedTypes: [
          'image/*',
          'video/*',
          'audio/*',
          'application/pdf',
          'text/csv',
          'text/markdown',
          'text/plain',
          'application/json',
          'application/vnd.openxmlformats-officedocument.*',
          'application/vnd.oasis.opendocument.*',
        ],
        deniedTypes: ACTIVE_TYPES,
      },
    },
  },
  'users-permissions': {
    config: {
      jwtSecret: env.JWT_SECRET[0],
      jwtManagement: 'refresh',
      sessions: { httpOnly: true },
      // Its own screens ask for a password, which the panel has no field for; the common ones do not.
      layout: { user: { actions: { create: null, update: null } } },
    },
  },
};
