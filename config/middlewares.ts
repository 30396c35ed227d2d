import { loadEnv } from '../src/env';
import type { BodyRule } from '../src/lib/http/body-rules';

const env = loadEnv();

const anyLocalhost = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;
const overTls = env.publicUrl.startsWith('https:');
const bucketUrl = env.S3_ENDPOINT ?? `https://${env.S3_BUCKET}.s3.${env.S3_REGION}.amazonaws.com`;
/** Where signed URLs of files lead, when files are not on our own disk. */
const files = env.S3_BUCKET ? [new URL(bucketUrl).origin] : [];
/** Where the maps of the panel get pictures from, if anywhere. */
const tiles = env.MAP_TILE_URL ? [new URL(env.MAP_TILE_URL).origin] : [];

/**
 * The panel's pages: everything from ourselves; its styles are written into the page at run time.
 * Values are strings, since Strapi would fill the gaps of an array with its own hosts.
 */
const panelPolicy = {
  'default-src': "'self'",
  'base-uri': "'none'",
  'object-src': "'none'",
  'form-action': "'self'",
  'frame-ancestors': "'self'",
  'script-src': "'self'",
  'script-src-attr': "'none'",
  'style-src': "'self' 'unsafe-inline'",
  'font-src': "'self' data:",
  'connect-src': ["'self'", ...files].join(' '),
  'img-src': ["'self' data: blob:", ...files, ...tiles].join(' '),
  'media-src': ["'self' data: blob:", ...files].join(' '),
  upgradeInsecureRequests: overTls ? [] : null,
};

/** Bodies that are larger or other than 256 kB of a JSON object. */
const bodyRules: BodyRule[] = [
  // Questions about a coast, with all its bays.
  { path: /^\/api\/geo\/[a-z0-9-]+\/search\/?$/i, maxBytes: 1024 * 1024 },
  // Positions of a day without a network; OsmAnd and older clients of Traccar send forms.
  { path: /^\/api\/location-reports\/batch\/?$/i, maxBytes: 1024 * 1024, takesLists: true },
  { path: /^\/api\/track\/overland\/?$/i, maxBytes: 2 * 1024 * 1024 },
  { path: /^\/api\/track\/osmand\/?$/i, types: ['application/x-www-form-urlencoded'] },
  // Read by its own handler, piece by piece, once it is known who sends it.
  { path: /^\/api\/uploads\/?$/i, types: ['multipart/form-data'] },
  // Read by the exchange plugin itself, to the disk.
  { path: /^\/api\/admin\/[a-z-]+\/import$/i, types: ['text/csv'] },
];

/** Every format that some address of the API answers in. */
const answers = [
  'application/json',
  'application/problem+json',
  'application/schema+json',
  'application/vnd.oai.openapi+json',
  'application/geo+json',
  'application/gpx+xml',
  'application/vnd.mapbox-vector-tile',
  'application/zip',
  'application/pdf',
  'application/octet-stream',
  'text/calendar',
  'text/csv',
  'text/css',
  'text/html',
  'text/javascript',
  'image/avif',
  'image/gif',
  'image/jpeg',
  'image/png',
  'image/webp',
  'audio/mpeg',
  'video/mp4',
];

/** Counted by the token of the device: many phones share an address. */
const phones = ['osmand', 'owntracks', 'overland'].map((name) => `/api/track/${name}`);

export default [
  'global::request-context',
  'strapi::errors',
  'global::problems',
  {
    name: 'strapi::security',
    config: {
      contentSecurityPolicy: { useDefaults: false, directives: panelPolicy },
      hsts: overTls ? { maxAge: 31_536_000, includeSubDomains: true } : false,
    },
  },
  'global::content-policy',
  {
    name: 'strapi::cors',
    config: {
      origin: (ctx: { request: { header: { origin?: string } } }) => {
        const origin = ctx.request.header.origin ?? '';
        const local = env.profile !== 'production' && anyLocalhost.test(origin);
        return local || env.CORS_ALLOWED_ORIGINS.includes(origin) ? origin : '';
      },
      credentials: true,
      maxAge: 3600,
      headers: [
        'Accept',
        'Authorization',
        'Content-Type',
        'If-Match',
        'If-None-Match',
        'X-CSRF-Token',
        'X-Request-Id',
        'X-Session-Transport',
      ],
      expose: [
        'Content-Disposition',
        'ETag',
        'Link',
        'RateLimit-Limit',
        'RateLimit-Policy',
        'RateLimit-Remaining',
        'RateLimit-Reset',
        'Retry-After',
        'X-Request-Id',
      ],
    },
  },
  {
    name: 'global::request-guard',
    config: { rules: bodyRules, answers },
  },
  // Who is asking, before anything that treats strangers in another way.
  'plugin::accounts.credentials',
  {
    name: 'plugin::accounts.throttle',
    config: { exempt: ['/api/health/live', '/api/health/ready', ...phones] },
  },
  // Public map reads end here: what follows costs them a third of their speed and gives them nothing.
  'plugin::geo.lane',
  // The API's own, narrower limits are in global::request-guard; the panel asks deeper questions.
  'strapi::query',
  {
    name: 'strapi::body',
    // Files for the panel alone (lib/http/panel-files); what is JSON is read by global::json-body.
    config: {
      json: false,
      text: false,
      urlencoded: false,
      formidable: {
        maxFileSize: env.UPLOAD_MAX_MB * 1024 * 1024,
        maxFields: 50,
        maxFieldsSize: 256 * 1024,
      },
    },
  },
  'global::upload-cleanup',
  'plugin::files.panel-inspection',
  {
    name: 'global::json-body',
    config: { rules: bodyRules, panelMaxBytes: 10 * 1024 * 1024 },
  },
  'global::home',
  'global::account-pages',
  'strapi::session',
  'strapi::favicon',
  'strapi::public',
];
