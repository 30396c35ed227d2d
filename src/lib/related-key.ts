/** What a relation names its other end by: Strapi's number of a row, or the id of a document. */
export interface RelatedKey {
  id?: number;
  documentId?: string;
}

/**
 * The entry that written data connects a relation to one entry with, in any of the forms that Strapi
 * takes: an id, an object with one, a list, `set` or `connect`. Undefined when it names none.
 */
export function relatedKey(value: unknown): RelatedKey | undefined {
  if (typeof value === 'number') return { id: value };
  if (typeof value === 'string') return value === '' ? undefined : { documentId: value };
  if (Array.isArray(value)) return relatedKey(value.at(-1));
  if (typeof value !== 'object' || value === null) return undefined;
  const { connect, set, documentId, id } = value as Record<string, unknown>;
  if (connect !== undefined || set !== undefined) return relatedKey(set) ?? relatedKey(connect);
  if (typeof documentId === 'string') return { documentId };
  return typeof id === 'number' ? { id } : undefined;
}
