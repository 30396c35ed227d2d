import { createHash } from 'node:crypto';
import { generate } from '@strapi/openapi';
import type { Core } from '@strapi/strapi';
import { completeDocument, type OpenApiDocument } from '../../../lib/openapi/complete-document';

export interface DocsService {
  document: () => OpenApiDocument;
  /** The document as text and its entity tag, made once: routes do not change while we run. */
  rendered: () => { text: string; etag: string };
}

export default ({ strapi }: { strapi: Core.Strapi }): DocsService => {
  // The config service knows no types; the version comes from package.json.
  const version = String(strapi.config.get('info.version', '0.0.0'));
  const document = () =>
    completeDocument(generate(strapi, { type: 'content-api' }).document, { version });
  let rendered: { text: string; etag: string } | undefined;

  return {
    document,
    rendered() {
      if (!rendered) {
        const text = JSON.stringify(document());
        const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
        rendered = { text, etag };
      }
      return rendered;
    },
  };
};
