import type { Knex } from 'knex';
import type { Cells, Column } from '../../../contract/cell';
import type { DocumentKind } from '../../../contract/document-kind';
import type { ExchangeKind, ImportedBy, ImportRow, RowVerdict } from '../../../contract/kind';
import { planRow, type FoundRow, type PlannedRow } from './plan-row';
import type { StoredDocument, StoredDocuments } from './stored-documents';

export interface DocumentWriter {
  /** @returns the document's id. */
  create(data: Record<string, unknown>, state: string | null): Promise<string>;
  update(documentId: string, data: Record<string, unknown>, state: string | null): Promise<void>;
}

interface Dependencies {
  db: () => Knex;
  stored: StoredDocuments;
  writer: DocumentWriter;
  hasDrafts: boolean;
}

const EXPLORER = 'plugin::content-manager.explorer';
const ID: Column = { name: 'id', kind: 'text' };
const STATE: Column = { name: 'state', kind: 'text' };

const textOf = (cells: Cells, name: string | undefined): string => {
  const value = name === undefined ? null : cells[name];
  return typeof value === 'string' ? value.trim() : '';
};

const refuse = (row: number, fault: PlannedRow['faults'][number]): PlannedRow => ({
  row,
  documentId: null,
  outcome: 'unchanged',
  cells: {},
  faults: [fault],
});

const unknownId = (row: number) =>
  refuse(row, {
    column: 'id',
    code: 'unknown-id',
    message: 'There is nothing with this id. Leave the cell empty to make it anew.',
  });

const takenKey = (row: number, column: string) =>
  refuse(row, { column, code: 'taken', message: `Something else has this ${column}.` });

/** A content type as something that leaves and comes in as CSV, by Strapi's own documents. */
export function createDocumentExchange(
  kind: DocumentKind,
  { db, stored, writer, hasDrafts }: Dependencies,
): ExchangeKind {
  const { naturalKey, linked } = kind;
  const keyOf = (cells: Cells) => textOf(cells, naturalKey).toUpperCase();
  const linkedNames = (linked?.columns ?? []).map(({ name }) => name);

  /** Puts what hangs on other tables beside the attributes. */
  async function addLinked(
    connection: Knex,
    documents: StoredDocument[],
    names: readonly string[],
  ) {
    const asked = linkedNames.filter((name) => names.includes(name));
    if (!linked || asked.length === 0 || documents.length === 0) return;
    const documentIds = documents.map(({ documentId }) => documentId);
    const read = await linked.read(connection, documentIds, asked);
    documents.forEach(({ documentId, cells }) => Object.assign(cells, read.get(documentId)));
  }

  /** The document of each row, by its id or else by its natural key, or what is wrong with that. */
  async function findAll(
    connection: Knex,
    rows: readonly ImportRow[],
  ): Promise<(FoundRow | PlannedRow)[]> {
    const documentIds = rows.map(({ cells }) => textOf(cells, 'id')).filter(Boolean);
    const keys = rows.map(({ cells }) => keyOf(cells)).filter(Boolean);
    const documents = await stored.find({ documentIds, keys });
    await addLinked(connection, documents, Object.keys(rows[0]?.cells ?? {}));
    const byId = new Map(documents.map((document) => [document.documentId, document]));
    const byKey = new Map(documents.map((document) => [keyOf(document.cells), document]));
    return rows.map((row) => {
      const id = textOf(row.cells, 'id');
      const named = keyOf(row.cells) === '' ? undefined : byKey.get(keyOf(row.cells));
      const document = byId.get(id);
      if (document && named && document !== named) return takenKey(row.row, naturalKey ?? '');
      if (id !== '' && !document && !naturalKey) return unknownId(row.row);
      return { ...row, stored: document ?? named };
    });
  }

  async function plan(connection: Knex, rows: readonly ImportRow[]): Promise<PlannedRow[]> {
    const found = await findAll(connection, rows);
    const planned = found.map((row) => ('faults' in row ? row : planRow(kind, row, { hasDrafts })));
    const faults = await linked?.check?.(connection, planned);
    return planned.map((row) => ({
      ...row,
      faults: [...row.faults, ...(faults?.get(row.row) ?? [])],
    }));
  }

  const verdictOf = ({ row, outcome, faults }: PlannedRow): RowVerdict =>
    faults.length > 0 ? { row, outcome: 'failed', faults } : { row, outcome };

  async function apply({ cells, documentId }: PlannedRow, { actor }: ImportedBy): Promise<string> {
    const { state, ...rest } = cells;
    const own = Object.entries(rest).filter(([name]) => !linkedNames.includes(name));
    const editor = actor.kind === 'panel' ? Number(actor.id) : undefined;
    const data = {
      ...Object.fromEntries(own),
      ...(editor !== undefined && { updatedBy: editor }),
    };
    const target = typeof state === 'string' ? state : null;
    if (documentId === null) {
      const creator = editor === undefined ? {} : { createdBy: editor };
      return writer.create({ ...data, ...creator }, target);
    }
    await writer.update(documentId, data, target);
    return documentId;
  }

  const subject = kind.contentType;
  const writing = ['create', 'update', ...(hasDrafts ? ['publish'] : [])];
  return {
    name: kind.name,
    contentType: kind.contentType,
    columns: [ID, ...kind.columns, ...(hasDrafts ? [STATE] : []), ...(linked?.columns ?? [])],
    panel: {
      subject,
      export: [`${EXPLORER}.read`],
      import: writing.map((action) => `${EXPLORER}.${action}`),
    },
    rowsFor: kind.rowsFor,

    async readPage(request) {
      const { documents, next } = await stored.page(request);
      await addLinked(db(), documents, request.columns);
      return { rows: documents.map(({ cells }) => cells), next };
    },

    import: {
      invites: false,
      batchSize: kind.batchSize,
      uniqueColumns: ['id', ...(naturalKey ? [naturalKey] : [])],

      async check(rows) {
        return (await plan(db(), rows)).map(verdictOf);
      },

      async write(trx, rows, by) {
        const planned = await plan(trx, rows);
        const changing = planned.filter(
          ({ faults, outcome }) => faults.length === 0 && outcome !== 'unchanged',
        );
        const written = [];
        for (const row of changing) written.push({ ...row, documentId: await apply(row, by) });
        await linked?.write?.(trx, written);
        return planned.map(verdictOf);
      },
    },
  };
}
