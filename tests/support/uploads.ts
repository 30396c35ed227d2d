import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ShownFile } from '../../src/plugins/files/contract/files';
import type { Sweeper } from '../../src/plugins/files/server/services/sweeper';
import type { TestApp } from './app';

/** A file of a form. */
export interface SentFile {
  name: string;
  content: Buffer | string;
  /** What the client says it is. */
  type?: string;
  field?: string;
}

export interface UploadAnswer {
  status: number;
  /** Whatever JSON there is; a test asserts what it reads. */
  body: ReturnType<typeof JSON.parse>;
  /** Of 201. */
  shown: ShownFile[];
}

/** A folder for stored files that goes with the test; set before the app starts. */
export function useUploadFolder(): { path: string; objects: () => string[]; remove: () => void } {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'shoal-files-'));
  process.env.UPLOAD_FOLDER = folder;
  return {
    path: folder,
    objects: () => readdirSync(folder),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** What requests left in the temporary folder. */
export const temporaryFolders = (): string[] =>
  readdirSync(os.tmpdir()).filter((name) => name.startsWith('shoal-upload-'));

export async function upload(
  { url }: TestApp,
  headers: Record<string, string>,
  files: SentFile[],
  texts: Record<string, string> = {},
): Promise<UploadAnswer> {
  const form = new FormData();
  for (const [name, text] of Object.entries(texts)) form.append(name, text);
  for (const { name, content, type = 'application/octet-stream', field = 'files' } of files) {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    form.append(field, new Blob([new Uint8Array(bytes)], { type }), name);
  }
  const answer = await fetch(`${url}/api/uploads`, { method: 'POST', headers, body: form });
  const body: unknown = JSON.parse(await answer.text());
  const shown = answer.status === 201 ? (body as { data: ShownFile[] }).data : [];
  return { status: answer.status, body, shown };
}

/** The address of a link on the server of the test, whatever host it names. */
export const onServer = ({ url }: TestApp, link: string): string => {
  const { pathname, search } = new URL(link);
  return `${url}${pathname}${search}`;
};

export const sweep = ({ strapi }: TestApp) =>
  strapi.plugin('files').service<Sweeper>('sweeper').sweep();

/** Makes uploads old. */
export const letHoursPass = ({ db }: TestApp, hours: number): Promise<unknown> =>
  db.raw(`update files_uploads set created_at = created_at - make_interval(hours => ?)`, [hours]);

/** How many rows there are of files and of uploads. */
export async function fileCounts({ db }: TestApp): Promise<{ files: number; uploads: number }> {
  const { rows } = await db.raw<{ rows: { files: string; uploads: string }[] }>(
    `select (select count(*) from files) as files, (select count(*) from files_uploads) as uploads`,
  );
  const [row] = rows;
  return { files: Number(row?.files), uploads: Number(row?.uploads) };
}
