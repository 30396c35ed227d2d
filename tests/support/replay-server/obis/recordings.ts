import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createObisPool, type ObisFields } from './pool';
import type { ObisRecords } from './provider';

interface Interaction {
  method: string;
  url: string;
  status: number;
  body?: { results?: unknown[] };
}

interface RecordingFile {
  format: string;
  interactions: Interaction[];
}

const OCCURRENCES = /^\/v3\/occurrence(\/[0-9a-f-]{36})?$/;
const DATASETS = /^\/v3\/dataset(\/[0-9a-f-]{36})?$/;

function readInteractions(folder: string): Interaction[] {
  const files = readdirSync(folder).filter((name) => /^obis-v3-.*\.json$/.test(name));
  return files.flatMap((name) => {
    const text = readFileSync(path.join(folder, name), 'utf8');
    const file = JSON.parse(text) as RecordingFile;
    if (file.format !== 'recorded-http/1') throw new Error(`${name} is not recorded-http/1`);
    return file.interactions;
  });
}

/** The results of the interactions whose path matches, by id; of several recordings the last one. */
function pooled(interactions: Interaction[], pattern: RegExp): ObisFields[] {
  const byId = new Map<unknown, ObisFields>();
  for (const { url, status, body } of interactions) {
    if (status !== 200 || !pattern.test(new URL(url).pathname)) continue;
    for (const fields of (body?.results ?? []) as ObisFields[]) byId.set(fields.id, fields);
  }
  return [...byId.values()];
}

/** Every distinct record of the recorded OBIS responses in a folder, as one pool. */
export function readObisRecordings(folder: string): { records: ObisRecords; all: ObisFields[] } {
  const interactions = readInteractions(folder);
  const all = pooled(interactions, OCCURRENCES);
  return { records: createObisPool(all, pooled(interactions, DATASETS)), all };
}
