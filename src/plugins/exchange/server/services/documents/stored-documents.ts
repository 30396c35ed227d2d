import type { Cells, CellValue } from '../../../contract/cell';
import type { DocumentColumn, DocumentKind } from '../../../contract/document-kind';
import type { PageRequest } from '../../../contract/kind';

/** An entry as Strapi's query engine gives it. */
export type Entry = Record<string, unknown> & { documentId: string };

interface Find {
  where: object;
  select: string[];
  orderBy?: object;
  limit?: number;
}

/** This much of Strapi's query engine. */
export interface EntryQuery {
  findMany(find: Find): Promise<Entry[]>;
}

/** A document: its published version where there is one, its draft where there is none. */
export interface StoredDocument {
  documentId: string;
  cells: Cells;
}

function cellOf({ kind }: DocumentColumn, value: unknown): CellValue {
  if (value === null || value === undefined) return null;
  switch (kind) {
    case 'list':
      return Array.isArray(value) ? value.map(String) : null;
    case 'moment':
      return value instanceof Date ? value : new Date(String(value as string)); // never else
    case 'number':
      return Number(value);
    case 'boolean':
      return value === true;
    case 'text':
    case 'day':
      return String(value as string); // what such attributes hold
  }
}

/** Reads documents by Strapi's query engine, so that it says which rows and what columns there are. */
export function createStoredDocuments(
  { columns, naturalKey }: Pick<DocumentKind, 'columns' | 'naturalKey'>,
  { query, hasDrafts }: { query: () => EntryQuery; hasDrafts: boolean },
) {
  const attributesOf = (names: readonly string[] | null) =>
    columns.filter(({ name }) => names === null || names.includes(name));

  const documentOf = (entry: Entry, chosen: readonly DocumentColumn[], isPublished: boolean) => {
    const cells: Cells = { id: entry.documentId };
    for (const column of chosen) cells[column.name] = cellOf(column, entry[column.name]);
    if (hasDrafts) cells['state'] = isPublished ? 'published' : 'draft';
    return { documentId: entry.documentId, cells };
  };

  /** Every document has a draft where its type has drafts; a published version takes its place. */
  async function complete(
    found: readonly Entry[],
    chosen: readonly DocumentColumn[],
  ): Promise<StoredDocument[]> {
    const published = new Map<string, Entry>();
    if (hasDrafts && found.length > 0) {
      const documentIds = found.map(({ documentId }) => documentId);
      const versions = await query().findMany({
        where: { documentId: { $in: documentIds }, publishedAt: { $notNull: true } },
        select: ['documentId', ...chosen.map(({ name }) => name)],
      });
      versions.forEach((version) => published.set(version.documentId, version));
    }
    return found.map((entry) => {
      const version = published.get(entry.documentId);
      return documentOf(version ?? entry, chosen, version !== undefined);
    });
  }

  const onlyOneVersion = hasDrafts ? [{ publishedAt: { $null: true } }] : [];

  return {
    /** In the order of their ids, which stay the same when a document is published meanwhile. */
    async page({ columns: names, scope, after, limit }: PageRequest) {
      const chosen = attributesOf(names);
      const rest = after === null ? [] : [{ documentId: { $gt: after } }];
      const found = await query().findMany({
        where: { $and: [...rest, ...onlyOneVersion, ...scope] },
        select: ['documentId', ...chosen.map(({ name }) => name)],
        orderBy: { documentId: 'asc' },
        limit,
      });
      const last = found.length === limit ? found.at(-1) : undefined;
      return { documents: await complete(found, chosen), next: last?.documentId ?? null };
    },

    /** All attributes of the documents with one of these ids or natural keys. */
    async find(names: { documentIds: string[]; keys: string[] }): Promise<StoredDocument[]> {
      const wanted = [
        { documentId: { $in: names.documentIds } },
        ...(naturalKey ? [{ [naturalKey]: { $in: names.keys } }] : []),
      ];
      const chosen = attributesOf(null);
      const found = await query().findMany({
        where: { $and: [{ $or: wanted }, ...onlyOneVersion] },
        select: ['documentId', ...chosen.map(({ name }) => name)],
      });
      return complete(found, chosen);
    },
  };
}

export type StoredDocuments = ReturnType<typeof createStoredDocuments>;
