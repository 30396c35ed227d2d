import path from 'node:path';

/** The options that name a file and say how it is written. */
export interface FileOptions {
  file?: string;
  url?: string;
  dataset?: string[];
  columns?: Record<string, string>;
  delimiter?: string;
  encoding?: string;
  size?: number;
}

const DELIMITERS: Record<string, string> = { tab: '\t', comma: ',', semicolon: ';', pipe: '|' };

/** The question about a file in the words of its source. */
export const fileQuestion = (options: FileOptions) => ({
  file: options.file,
  url: options.url,
  datasetKey: options.dataset?.join(','),
  columns: options.columns,
  delimiter: options.delimiter && (DELIMITERS[options.delimiter] ?? options.delimiter),
  encoding: options.encoding,
  pageSize: options.size,
});

/** A file of the inbox as its source names it, however it was written on the command line. */
export function nameInInbox(file: string, inbox: string): string {
  const inside = path.relative(path.resolve(inbox), path.resolve(file));
  const isOutside = inside === '' || inside.startsWith('..') || path.isAbsolute(inside);
  return isOutside ? file : inside;
}
