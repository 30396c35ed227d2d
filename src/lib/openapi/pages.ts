import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

/** Scripts and requests to ourselves only. Both viewers write their styles into the page. */
export const PAGE_POLICY = [
  "default-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
].join('; ');

const page = (head: string, body: string) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Shoal API</title>
${head}
</head>
<body>
${body}
</body>
</html>
`;

export const swaggerPage = page(
  '<link rel="stylesheet" href="/api/docs/assets/swagger-ui.css">',
  `<div id="docs"></div>
<script src="/api/docs/assets/swagger-ui-bundle.js"></script>
<script src="/api/docs/assets/swagger-start.js"></script>`,
);

export const redocPage = page(
  '',
  `<div id="docs"></div>
<script src="/api/docs/assets/redoc.standalone.js"></script>
<script src="/api/docs/assets/redoc-start.js"></script>`,
);

// A validator would send the address of the document to another host.
const SWAGGER_START = `SwaggerUIBundle({
  url: '/api/openapi.json',
  dom_id: '#docs',
  deepLinking: true,
  docExpansion: 'none',
  validatorUrl: null,
});
`;

// The search of Redoc runs in a worker made from a blob, which the content policy does not allow.
const REDOC_START = `Redoc.init('/api/openapi.json', { disableSearch: true, hideHostname: true },
  document.getElementById('docs'));
`;

/** Redoc's bundle draws its maker's logo from another host; an empty picture takes its place. */
const FOREIGN_LOGO = /https:\/\/cdn\.redoc\.ly\/[\w./-]+/g;
const EMPTY_PICTURE = 'data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=';

interface Asset {
  type: string;
  content: string;
  etag: string;
}

interface AssetSource {
  type: string;
  read: () => Promise<string>;
}

const fileOf = (name: string) => readFile(require.resolve(name), 'utf8');

const SOURCES: Record<string, AssetSource> = {
  'swagger-ui.css': {
    type: 'text/css',
    read: () => fileOf('swagger-ui-dist/swagger-ui.css'),
  },
  'swagger-ui-bundle.js': {
    type: 'text/javascript',
    read: () => fileOf('swagger-ui-dist/swagger-ui-bundle.js'),
  },
  'swagger-start.js': {
    type: 'text/javascript',
    read: () => Promise.resolve(SWAGGER_START),
  },
  'redoc.standalone.js': {
    type: 'text/javascript',
    read: async () =>
      (await fileOf('redoc/bundles/redoc.standalone.js')).replace(FOREIGN_LOGO, EMPTY_PICTURE),
  },
  'redoc-start.js': {
    type: 'text/javascript',
    read: () => Promise.resolve(REDOC_START),
  },
};

const assets = new Map<string, Promise<Asset>>();

async function load({ type, read }: AssetSource): Promise<Asset> {
  const content = await read();
  const etag = `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`;
  return { type, content, etag };
}

/** A file of the two viewers, from their packages, read once; undefined for any other name. */
export function readAsset(name: string): Promise<Asset> | undefined {
  const source = Object.hasOwn(SOURCES, name) ? SOURCES[name] : undefined;
  if (!source) return undefined;
  const known = assets.get(name) ?? load(source);
  assets.set(name, known);
  return known;
}
