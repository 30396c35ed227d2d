import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { createHash } from 'node:crypto';
import path from 'node:path';

import { createScratchFolder } from '../../../../../lib/scratch-folder';

type Row = Record<string, string>;

const HEADER_BYTES = 12;
const READ_BYTES = 4096;
const FLUSH_BYTES = 1024 * 1024;
const FIRST_SLOTS = 1 << 12;
const NONE = -1;
/** More than a record may hold as text, whatever its bytes. */
const MAX_FOUND_BYTES = 8_000_000;

/** 52 bits, which a double holds exactly; 0 is kept for "empty". */
function hashOf(key: string): number {
  const digest = createHash('sha1').update(key).digest();
  return digest.readUIntBE(0, 6) * 16 + ((digest[6] ?? 0) & 15) + 1;
}

/**
 * Rows by key, several for one, in a scratch file: what is in memory is 16 bytes a key and half of
 * the slots empty, so that an archive with a million events costs some 32 MB and not its own size.
 * Rows are kept as linked lists, newest first.
 */
export function createRowIndex() {
  const folder = createScratchFolder('shoal-rows');
  const file = openSync(path.join(folder, 'rows'), 'w+');
  let hashes = new Float64Array(FIRST_SLOTS);
  let offsets = new Float64Array(FIRST_SLOTS);
  let used = 0;
  let end = 0;
  let waiting: Buffer[] = [];
  let waitingBytes = 0;

  function slotOf(hash: number): number {
    const mask = hashes.length - 1;
    let slot = hash % hashes.length;
    while (hashes[slot] !== 0 && hashes[slot] !== hash) slot = (slot + 1) & mask;
    return slot;
  }

  function grow(): void {
    const [oldHashes, oldOffsets] = [hashes, offsets];
    hashes = new Float64Array(oldHashes.length * 2);
    offsets = new Float64Array(oldHashes.length * 2);
    for (const [index, hash] of oldHashes.entries()) {
      if (hash === 0) continue;
      const slot = slotOf(hash);
      hashes[slot] = hash;
      offsets[slot] = oldOffsets[index] ?? NONE;
    }
  }

  function flush(): void {
    if (waiting.length === 0) return;
    writeSync(file, Buffer.concat(waiting), 0, waitingBytes, end - waitingBytes);
    waiting = [];
    waitingBytes = 0;
  }

  function readAt(offset: number): { before: number; entry: [string, Row]; length: number } {
    const head = Buffer.alloc(READ_BYTES);
    const got = readSync(file, head, 0, READ_BYTES, offset);
    const length = head.readUInt32LE(8);
    let body = head.subarray(HEADER_BYTES, HEADER_BYTES + length);
    if (HEADER_BYTES + length > got) {
      body = Buffer.alloc(length);
      readSync(file, body, 0, length, offset + HEADER_BYTES);
    }
    // Written by `add` alone.
    return {
      length,
      before: head.readDoubleLE(0),
      entry: JSON.parse(body.toString('utf8')) as [string, Row],
    };
  }

  return {
    add(key: string, row: Row): void {
      const hash = hashOf(key);
      if (used * 2 >= hashes.length) grow();
      const slot = slotOf(hash);
      const isNew = hashes[slot] === 0;
      const body = Buffer.from(JSON.stringify([key, row]));
      const header = Buffer.alloc(HEADER_BYTES);
      header.writeDoubleLE(isNew ? NONE : (offsets[slot] ?? NONE), 0);
      header.writeUInt32LE(body.length, 8);
      if (isNew) used += 1;
      hashes[slot] = hash;
      offsets[slot] = end;
      waiting.push(header, body);
      waitingBytes += header.length + body.length;
      end += header.length + body.length;
      if (waitingBytes >= FLUSH_BYTES) flush();
    },

    /**
     * The rows of a key in the order they were added; the last of them where all would be more than
     * a record may hold, which is then refused for its size.
     */
    find(key: string): Row[] {
      flush();
      let bytes = 0;
      const slot = slotOf(hashOf(key));
      const found: Row[] = [];
      let offset = hashes[slot] === 0 ? NONE : (offsets[slot] ?? NONE);
      while (offset !== NONE && bytes <= MAX_FOUND_BYTES) {
        const { before, entry, length } = readAt(offset);
        if (entry[0] === key) found.push(entry[1]);
        bytes += length;
        offset = before;
      }
      return found.reverse();
    },

    close(): void {
      closeSync(file);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type RowIndex = ReturnType<typeof createRowIndex>;
