import { errors } from '@strapi/utils';
import { changesRelation, relationAfter, type EntryRef } from './relation-after';

/** An entry as a write would leave it: what it says, over what is stored. */
export type PlannedEntry = Readonly<Record<string, unknown>>;

export interface EntryFault {
  /** The attribute, for the form of the panel and for clients. */
  path: string[];
  message: string;
}

/** What must hold of the entries of a content type, whoever writes them through Strapi. */
export interface DocumentRule {
  uid: string;
  /** Relations to one that are looked at, each with what is to be read along of where they lead. */
  relations: Readonly<Record<string, { populate?: readonly string[] }>>;
  /** Relations to many that are read along as they are stored, each with what of theirs. */
  carries?: Readonly<Record<string, readonly string[]>>;
  /** Relations that are written from their other end only. */
  ledElsewhere?: readonly string[];
  /** What is filled in before the check, as a write of it. */
  complete?: (entry: PlannedEntry) => Record<string, unknown>;
  /** Pure: the faults of the entry as it would be. `isDraft`: nobody but its editors would read it. */
  check: (entry: PlannedEntry, state: { isDraft: boolean }) => EntryFault[];
}

export interface EntryQuery {
  where: object;
  /** Relations, each with those of theirs that come along. */
  populate: Record<string, { populate: string[] }>;
}

/** The part of Strapi's database layer that the rules read by. */
export interface EntryReader {
  findOne(uid: string, query: EntryQuery): Promise<Record<string, unknown> | null>;
  targetOf(uid: string, relation: string): string;
  hasDrafts(uid: string): boolean;
}

/** One call of the document service. */
export interface DocumentCall {
  uid: string;
  action: string;
  params: { documentId?: string; status?: string; data?: Record<string, unknown> };
}

const WRITING = new Set(['create', 'update', 'clone', 'publish']);

/** @throws ValidationError that names every fault. */
function refuse(faults: EntryFault[]): void {
  if (faults.length === 0) return;
  throw new errors.ValidationError(faults.map(({ message }) => message).join(' '), {
    errors: faults.map((fault) => ({ ...fault, name: 'ValidationError' })),
  });
}

interface Stored {
  id: number;
  documentId: string;
}

const whereOf = (ref: EntryRef) => ('id' in ref ? { id: ref.id } : { documentId: ref.documentId });

const levelsOf = (names: readonly string[]): EntryQuery['populate'] =>
  Object.fromEntries(names.map((name) => [name, { populate: [] }]));

async function entryBefore(
  { uid, params: { documentId } }: DocumentCall,
  rule: DocumentRule,
  reader: EntryReader,
): Promise<PlannedEntry | null> {
  if (documentId === undefined) return {};
  const where = { documentId, ...(reader.hasDrafts(uid) && { publishedAt: null }) };
  const populate = {
    ...levelsOf(Object.keys(rule.relations)),
    ...Object.fromEntries(
      Object.entries(rule.carries ?? {}).map(([name, inner]) => [name, { populate: [...inner] }]),
    ),
  };
  return reader.findOne(uid, { where, populate });
}

async function plan(
  call: DocumentCall,
  rule: DocumentRule,
  reader: EntryReader,
): Promise<PlannedEntry | null> {
  const before = await entryBefore(call, rule, reader);
  if (!before) return null;
  const written = call.params.data ?? {};
  const planned: Record<string, unknown> = { ...before, ...written };
  for (const [name, { populate = [] }] of Object.entries(rule.relations)) {
    const stored = (before[name] ?? null) as Stored | null; // to one, and read by `entryBefore`
    const ref = relationAfter(stored, written[name]);
    const target = reader.targetOf(call.uid, name);
    planned[name] =
      ref && (await reader.findOne(target, { where: whereOf(ref), populate: levelsOf(populate) }));
  }
  return planned;
}

const elsewhere = (name: string): EntryFault => ({
  path: [name],
  message: `${name} is changed at the entries themselves.`,
});

/** Checks one call, and completes what it writes. Calls that write nothing pass. */
export async function applyDocumentRule(
  call: DocumentCall,
  rule: DocumentRule,
  reader: EntryReader,
): Promise<void> {
  if (call.uid !== rule.uid || !WRITING.has(call.action)) return;
  const { params } = call;
  const moved = (rule.ledElsewhere ?? []).filter((name) => changesRelation(params.data?.[name]));
  refuse(moved.map(elsewhere));
  const planned = await plan(call, rule, reader);
  // Strapi says that there is no such entry.
  if (!planned) return;
  const filled = rule.complete?.(planned) ?? {};
  if (Object.keys(filled).length > 0) {
    call.params = { ...params, data: { ...params.data, ...filled } };
  }
  const entry = Object.keys(filled).length > 0 ? await plan(call, rule, reader) : planned;
  if (!entry) return;
  const isPublic = call.action === 'publish' || params.status === 'published';
  refuse(rule.check(entry, { isDraft: reader.hasDrafts(call.uid) && !isPublic }));
}
