import { z } from 'zod';
import { AUDIENCES } from '../../access/content';
import { ROW_RULES } from '../../access/row-rules';
import { NO_ROWS } from '../../lib/row-rule';
import type { DocumentColumn, DocumentKind } from '../../plugins/exchange/contract/document-kind';

const UID = 'api::resource.resource';
const TYPES = ['document', 'link', 'video', 'image', 'dataset', 'template', 'other'] as const;

const textUpTo = (length: number) => z.string().max(length, `has at most ${length} characters`);

const attribute = (column: DocumentColumn): DocumentColumn => ({
  ...column,
  attribute: column.name,
});

const COLUMNS: DocumentColumn[] = [
  { name: 'title', kind: 'text' as const, isRequired: true, schema: textUpTo(200) },
  { name: 'summary', kind: 'text' as const, schema: textUpTo(500) },
  { name: 'description', kind: 'text' as const, schema: textUpTo(20_000) },
  {
    name: 'resourceType',
    kind: 'text' as const,
    default: 'document',
    schema: z.enum(TYPES, `must be one of ${TYPES.join(', ')}`),
  },
  {
    name: 'url',
    kind: 'text' as const,
    schema: textUpTo(2000).regex(/^https?:\/\/\S+$/, 'must begin with http:// or https://'),
  },
  {
    name: 'audience',
    kind: 'list' as const,
    isRequired: true,
    schema: z.array(z.enum(AUDIENCES, `must be of ${AUDIENCES.join(', ')}`)),
  },
].map(attribute);

/** Resources as CSV; their files and covers stay where they are. */
export const resourceExchange: DocumentKind = {
  name: 'resources',
  contentType: UID,
  columns: COLUMNS,
  linked: {
    columns: [{ name: 'downloads', kind: 'number', only: 'export' }],

    async read(db, documentIds) {
      const { rows } = await db.raw<{ rows: { id: string; downloads: string }[] }>(
        `select resource_document_id as id, downloads
           from resource_downloads
          where resource_document_id = any(:documentIds)`,
        { documentIds },
      );
      const counts = new Map(rows.map(({ id, downloads }) => [id, Number(downloads)]));
      return new Map(documentIds.map((id) => [id, { downloads: counts.get(id) ?? 0 }]));
    },
  },
  batchSize: 50,
  rowsFor: (principal) => ROW_RULES[UID]?.(principal) ?? NO_ROWS,
  checkCells({ resourceType, url }, { isNew, isPublished }) {
    if (url) return [];
    const fault = { column: 'url', code: 'required' };
    if (resourceType === 'link') return [{ ...fault, message: 'A link has an address.' }];
    // One that is there may have a file, which no row says.
    const message = 'Give the address, or bring it in as a draft and add its file.';
    return isNew && isPublished ? [{ ...fault, message }] : [];
  },
};
