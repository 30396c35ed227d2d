import path from 'node:path';
import { z } from 'zod';

const MAX_NAME = 500;

/** A place in the inbox: relative, and not out of it. */
const inboxPath = z
  .string()
  .trim()
  .min(1)
  .max(MAX_NAME)
  .refine(
    (name) =>
      !path.isAbsolute(name) && !name.includes('\u0000') && !name.split(/[\\/]/).includes('..'),
    'must be the name of a file in the inbox',
  );

/** Every address is looked at again before it is asked for. */
const address = z.url({ protocol: /^https?$/ }).max(2000);

/** What names the file of a question: a place in the inbox or an address, just one of them. */
export const fileParameters = {
  file: inboxPath.optional(),
  url: address.optional(),
  /** The key of the dataset; without it the file's own description or its name is it. */
  datasetKey: z.string().trim().min(1).max(255).optional(),
  pageSize: z.number().int().min(1).max(10_000).optional(),
};

export const namesOneFile = ({ file, url }: { file?: string; url?: string }) =>
  (file === undefined) !== (url === undefined);

export const NAMES_ONE_FILE = 'give either `file`, a name in the inbox, or `url`';

export interface FileQuestion {
  file?: string;
  url?: string;
  datasetKey?: string;
  pageSize?: number;
}

/** `dwca-bas_argos-v1.2.zip` as `bas_argos`: the next version is the same dataset. */
export function keyFromName({ file, url }: FileQuestion): string {
  const address = url === undefined ? null : new URL(url);
  const name =
    address?.searchParams.get('r') ?? path.posix.basename(address?.pathname ?? file ?? '');
  const bare = decodeURIComponent(name)
    .replace(/\.(zip|txt|csv|tsv)$/i, '')
    .replace(/\.occurrence$/i, '')
    .replace(/^dwca-/i, '')
    .replace(/-v\d+(\.\d+)*$/i, '');
  return (bare || name || 'file').slice(0, 255);
}
