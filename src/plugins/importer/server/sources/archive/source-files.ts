import type { Readable } from 'node:stream';

/** The files that a question names: those of an archive or a folder, or a single one. */
export interface SourceFiles {
  /** Names as they stand in the archive, without its own. */
  names: string[];
  /** The bytes of a file from its start. @throws SourceFailure when there is none of that name. */
  open(name: string): Promise<Readable>;
  /** The same for the same contents, whatever the times of the files. */
  hash(): Promise<string>;
  close(): void;
}

export interface FileLimits {
  /** Of an archive or a table as it lies there. */
  maxBytes: number;
  /** Of everything in an archive together. */
  maxUnpackedBytes: number;
}
