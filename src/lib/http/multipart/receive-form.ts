import type { IncomingMessage } from 'node:http';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { Problem, type InputFault } from '../../problem';
import { boundaryOf, splitParts, type PartHead, type PartSink } from './split-parts';

/** A file of a form, in the folder that was given. */
export interface ReceivedFile {
  /** As the client wrote it; may be anything but holds no NUL. */
  filename: string;
  path: string;
  bytes: number;
}

export interface ReceivedForm {
  files: ReceivedFile[];
  /** Of the fields that may come, in their order. */
  fields: Record<string, string[]>;
}

export interface FormRules {
  /** Names under which files may come. */
  fileFields: readonly string[];
  /** Names of what else may come. */
  textFields: readonly string[];
  maxFiles: number;
  maxFileBytes: number;
}

const MOST_TEXTS = 20;
const LONGEST_TEXT_BYTES = 8 * 1024;
/** Of boundaries, heads and texts, beside the files. */
const MOST_OTHER_BYTES = 1024 * 1024;
const MEGABYTE = 1024 * 1024;

const refused = (fault: InputFault) =>
  new Problem({ type: 'validation-failed', detail: fault.message, faults: [fault] });

const tooLarge = (maxFileBytes: number) =>
  new Problem({
    type: 'payload-too-large',
    detail: `A file may have ${Math.floor(maxFileBytes / MEGABYTE)} MB.`,
  });

const brokenOff = () =>
  new Problem({ type: 'malformed-body', detail: 'The form was cut off on its way.' });

/** The body of a request; one that breaks off is a problem of the client's. */
async function* bytesOf(request: IncomingMessage): AsyncGenerator<Buffer> {
  // Destroying the request would take the connection along, and the answer with it.
  const chunks = request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  try {
    for await (const chunk of chunks) yield chunk;
  } catch {
    throw brokenOff();
  }
}

function checkHead({ headers }: IncomingMessage, { maxFiles, maxFileBytes }: FormRules): void {
  if (headers['content-encoding'] !== undefined) {
    const detail = 'Send forms as they are, not packed.';
    throw new Problem({ type: 'unsupported-media-type', detail });
  }
  const declared = Number(headers['content-length'] ?? 0);
  if (declared > maxFiles * maxFileBytes + MOST_OTHER_BYTES) throw tooLarge(maxFileBytes);
}

/**
 * Reads a form with files into `folder`, which the caller makes and removes. Everything is counted
 * as it comes: nothing is written beyond the limits.
 * @throws Problem `malformed-body`, `payload-too-large`, `unsupported-media-type`,
 *   `validation-failed`.
 */
export async function receiveForm(
  request: IncomingMessage,
  folder: string,
  rules: FormRules,
): Promise<ReceivedForm> {
  checkHead(request, rules);
  const files: ReceivedFile[] = [];
  const fields: Record<string, string[]> = {};
  let texts = 0;
  let opened: { close(): Promise<void> } | undefined;

  async function openFile(filename: string): Promise<PartSink> {
    const pointer = `/files/${files.length}`;
    if (files.length >= rules.maxFiles) {
      const message = `At most ${rules.maxFiles} files may come at once.`;
      throw refused({ pointer, code: 'too-many-files', message });
    }
    if (filename.includes('\0')) {
      throw refused({ pointer, code: 'invalid-name', message: 'The name holds a NUL character.' });
    }
    const file = { filename, path: path.join(folder, String(files.length)), bytes: 0 };
    files.push(file);
    const handle = await open(file.path, 'wx', 0o600);
    opened = handle;
    return {
      async write(bytes) {
        file.bytes += bytes.length;
        if (file.bytes > rules.maxFileBytes) throw tooLarge(rules.maxFileBytes);
        await handle.writeFile(bytes);
      },
      async end() {
        opened = undefined;
        await handle.close();
      },
    };
  }

  function openText(name: string): PartSink {
    const pieces: Buffer[] = [];
    let length = 0;
    texts += 1;
    if (texts > MOST_TEXTS) {
      throw refused({ pointer: `/${name}`, code: 'too-many', message: 'Too many fields came.' });
    }
    return {
      write(bytes) {
        length += bytes.length;
        if (length > LONGEST_TEXT_BYTES) {
          throw refused({ pointer: `/${name}`, code: 'too-big', message: 'The text is too long.' });
        }
        pieces.push(Buffer.from(bytes));
      },
      end() {
        (fields[name] ??= []).push(Buffer.concat(pieces).toString('utf8'));
      },
    };
  }

  function openPart({ name, filename }: PartHead): Promise<PartSink> | PartSink {
    const isFile = rules.fileFields.includes(name);
    if (isFile && filename !== undefined) return openFile(filename);
    if (!isFile && filename === undefined && rules.textFields.includes(name)) return openText(name);
    const message = isFile ? `${name} must be a file.` : `${name} is not known here.`;
    throw refused({ pointer: `/${name}`, code: isFile ? 'invalid-type' : 'unknown', message });
  }

  try {
    await splitParts(bytesOf(request), boundaryOf(request.headers['content-type'] ?? ''), openPart);
  } finally {
    await opened?.close();
    // What is left is thrown away as it comes, so that the answer can be read.
    request.resume();
  }
  return { files, fields };
}
