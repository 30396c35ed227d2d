import { isNames, type FindType } from './rest-type';

/** An entry as the generated REST API is about to show it. */
export interface ShownEntry extends Record<string, unknown> {
  documentId: string;
}

/** Completes entries of one type by what is not stored on them. Called once for all of an answer. */
export type Present = (uid: string, entries: ShownEntry[]) => Promise<void>;

const isEntry = (value: unknown): value is ShownEntry =>
  isNames(value) && typeof value['documentId'] === 'string';

/** How a level was asked for: `fields`, and what to bring along. */
const levelOf = (populate: unknown, name: string): unknown =>
  isNames(populate) ? populate[name] : undefined;

interface Level {
  uid: string;
  asked: unknown;
  find: FindType;
}

function collect(value: unknown, { uid, asked, find }: Level, into: Map<string, ShownEntry[]>) {
  const type = find(uid);
  const { fields, populate } = isNames(asked) ? asked : {};
  for (const entry of [value].flat(1).filter(isEntry)) {
    // Who names fields gets those.
    if (fields === undefined) into.set(uid, [...(into.get(uid) ?? []), entry]);
    for (const [name, target] of type?.relations ?? []) {
      if (entry[name] === undefined) continue;
      collect(entry[name], { uid: target, asked: levelOf(populate, name), find }, into);
    }
  }
}

/**
 * Completes all entries of an answer, also those that were brought along, type by type, so that the
 * number of statements does not grow with the number of entries.
 */
export async function presentAnswer(data: unknown, level: Level, present: Present): Promise<void> {
  const byType = new Map<string, ShownEntry[]>();
  collect(data, level, byType);
  for (const [uid, entries] of byType) await present(uid, entries);
}
