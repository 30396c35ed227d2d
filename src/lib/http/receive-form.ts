import { setMaxListeners } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  Busboy,
  type BusboyFileStream,
  type BusboyHeaders,
  type BusboyInstance,
} from '@fastify/busboy';
import { Problem, type InputFault } from '../problem';

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

const malformed = (what: string) =>
  new Problem({ type: 'malformed-body', detail: `The form cannot be read: ${what}` });

function checkHead({ headers }: IncomingMessage, { maxFiles, maxFileBytes }: FormRules): void {
  if (headers['content-encoding'] !== undefined) {
    const detail = 'Send forms as they are, not packed.';
    throw new Problem({ type: 'unsupported-media-type', detail });
  }
  const declared = Number(headers['content-length'] ?? 0);
  if (declared > maxFiles * maxFileBytes + MOST_OTHER_BYTES) throw tooLarge(maxFileBytes);
}

function parserFor(
  { headers }: IncomingMessage,
  { maxFiles, maxFileBytes }: FormRules,
): BusboyInstance {
  try {
    return new Busboy({
      headers: headers as BusboyHeaders,
      // A name is a label here and never a path, so it is kept as it came.
      preservePath: true,
      isPartAFile: (_name, _type, filename) => filename !== undefined,
      limits: {
        files: maxFiles,
        fileSize: maxFileBytes,
        fields: MOST_TEXTS,
        fieldSize: LONGEST_TEXT_BYTES,
        parts: maxFiles + MOST_TEXTS,
        headerPairs: 20,
        headerSize: 8 * 1024,
      },
    });
  } catch {
    throw malformed('its Content-Type names no boundary.');
  }
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
  const parser = parserFor(request, rules);
  const files: ReceivedFile[] = [];
  const fields: Record<string, string[]> = {};
  const written: Promise<void>[] = [];
  const ended = new AbortController();
  setMaxListeners(rules.maxFiles + 1, ended.signal);
  /** The first fault ends the reading; what comes after it is thrown away. */
  const refuse = (problem: Problem) => ended.abort(problem);

  function takeFile(content: BusboyFileStream, filename: string): void {
    const pointer = `/files/${files.length}`;
    if (filename.includes('\0')) {
      const message = 'The name holds a NUL character.';
      return refuse(refused({ pointer, code: 'invalid-name', message }));
    }
    // Browsers write a quote within a name as %22 (WHATWG HTML, multipart/form-data).
    const label = filename.replaceAll('%22', '"');
    const file = { filename: label, path: path.join(folder, String(files.length)), bytes: 0 };
    files.push(file);
    content.on('data', (bytes: Buffer) => (file.bytes += bytes.length));
    content.on('limit', () => refuse(tooLarge(rules.maxFileBytes)));
    const target = createWriteStream(file.path, { flags: 'wx', mode: 0o600 });
    const write = pipeline(content as Readable, target, { signal: ended.signal });
    // A fault of one file is seen below, when all have ended.
    write.catch((error: unknown) => ended.abort(error));
    written.push(write);
  }

  const unexpected = (name: string | undefined): Problem => {
    if (!name) return malformed('a part has no name.');
    const isFile = rules.fileFields.includes(name);
    const message = isFile ? `${name} must be a file.` : `${name} is not known here.`;
    return refused({ pointer: `/${name}`, code: isFile ? 'invalid-type' : 'unknown', message });
  };

  parser.on('file', (name, content, filename) => {
    if (!ended.signal.aborted && rules.fileFields.includes(name)) {
      return takeFile(content, filename);
    }
    refuse(unexpected(name));
    content.resume();
  });
  parser.on('field', (name, text, _nameIsCut, textIsCut) => {
    if (!rules.textFields.includes(name)) return refuse(unexpected(name));
    if (textIsCut) {
      const message = 'The text is too long.';
      return refuse(refused({ pointer: `/${name}`, code: 'too-big', message }));
    }
    (fields[name] ??= []).push(text);
  });
  parser.on('filesLimit', () => {
    const message = `At most ${rules.maxFiles} files may come at once.`;
    refuse(refused({ pointer: `/files/${rules.maxFiles}`, code: 'too-many-files', message }));
  });
  for (const limit of ['fieldsLimit', 'partsLimit'] as const) {
    parser.on(limit, () => {
      refuse(refused({ pointer: '', code: 'too-many', message: 'Too many fields came.' }));
    });
  }

  try {
    // Destroying the request would take the connection along, and the answer with it.
    const body = request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
    await pipeline(body, parser, { signal: ended.signal });
    await Promise.all(written);
  } catch (error) {
    ended.abort(error);
    throw ended.signal.reason instanceof Problem
      ? ended.signal.reason
      : malformed('it is cut off.');
  } finally {
    await Promise.allSettled(written);
    // What is left is thrown away as it comes, so that the answer can be read.
    request.resume();
  }
  return { files, fields };
}
