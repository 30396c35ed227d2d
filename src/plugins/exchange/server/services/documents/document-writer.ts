import type { DocumentWriter } from './document-kind';

interface Versioned {
  documentId: string;
}
type Status = { status?: 'draft' | 'published' };
type Data = { data: Record<string, unknown> };

/** This much of Strapi's document service, whose own type differs with each content type. */
export interface Documents {
  create(params: Data & Status): Promise<Versioned>;
  update(params: Versioned & Data & Status): Promise<unknown>;
  unpublish(params: Versioned): Promise<unknown>;
}

/** Writes documents the way editors do, so that drafts, publication and hooks behave. */
export const createDocumentWriter = (documents: () => Documents): DocumentWriter => ({
  async create(data, state) {
    const status = state === 'published' ? 'published' : 'draft';
    const { documentId } = await documents().create({ data, ...(state !== null && { status }) });
    return documentId;
  },

  async update(documentId, data, state) {
    const status = state === 'published' ? 'published' : 'draft';
    await documents().update({ documentId, data, ...(state !== null && { status }) });
    // Does nothing for what is not published.
    if (state === 'draft') await documents().unpublish({ documentId });
  },
});
