import { Problem } from '../../problem';

/** What stands above the content of one part of a form. */
export interface PartHead {
  name: string;
  /** As the client wrote it; undefined for a part that is no file. */
  filename: string | undefined;
}

/** Takes the content of one part, piece by piece. */
export interface PartSink {
  write(bytes: Buffer): Promise<void> | void;
  end(): Promise<void> | void;
}

const LONGEST_HEAD = 8 * 1024;
const LONGEST_PREAMBLE = 1024;
const END_OF_HEAD = Buffer.from('\r\n\r\n');
const LINE_END = '\r\n';
const CLOSING = '--';
const PARAMETER = /;\s*([\w*-]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^;\s]*)/g;
const PLAIN_ENCODINGS = ['7bit', '8bit', 'binary'];

const malformed = (what: string) =>
  new Problem({ type: 'malformed-body', detail: `The form cannot be read: ${what}` });

/** Browsers write a quote as %22; older programs put a backslash before it, and leave others alone. */
const unquote = (value: string): string =>
  value.startsWith('"')
    ? value
        .slice(1, -1)
        .replace(/\\(["\\])/g, '$1')
        .replaceAll('%22', '"')
    : value;

/** RFC 8187: `UTF-8''name%20of%20file`. */
function decodeExtended(value: string): string | undefined {
  const [, encoded] = /^utf-8'[^']*'(.*)$/i.exec(value) ?? [];
  if (encoded === undefined) return undefined;
  try {
    return decodeURIComponent(encoded);
  } catch {
    throw malformed('a name of a file is not encoded as it says.');
  }
}

function readHead(text: string): PartHead {
  const headers = new Map<string, string>();
  for (const line of text.split(LINE_END)) {
    const colon = line.indexOf(':');
    if (colon < 1) throw malformed('a line above a part is no header.');
    headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  const encoding = headers.get('content-transfer-encoding')?.toLowerCase() ?? 'binary';
  if (!PLAIN_ENCODINGS.includes(encoding)) throw malformed('send parts as they are, not encoded.');
  const disposition = headers.get('content-disposition') ?? '';
  if (!/^form-data(;|$)/i.test(disposition)) throw malformed('a part does not say what it is.');
  const found = [...disposition.matchAll(PARAMETER)].map(
    ([, key = '', value = '']) => [key.toLowerCase(), unquote(value)] as const,
  );
  const parameters = new Map(found);
  const name = parameters.get('name');
  if (!name) throw malformed('a part has no name.');
  const extended = decodeExtended(parameters.get('filename*') ?? '');
  return { name, filename: extended ?? parameters.get('filename') };
}

/** The boundary that a Content-Type names. @throws Problem `malformed-body` when there is none. */
export function boundaryOf(contentType: string): string {
  const [, quoted, bare] = /;\s*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType) ?? [];
  const boundary = quoted ?? bare ?? '';
  if (boundary === '' || boundary.length > 70) {
    throw malformed('its Content-Type names no boundary.');
  }
  return boundary;
}

/**
 * Splits a multipart/form-data body (RFC 7578) into its parts as it comes, keeping no more of it
 * than one piece and the head of a part.
 * @throws Problem `malformed-body`, also when the body ends too early; whatever `open` throws.
 */
export async function splitParts(
  body: AsyncIterable<Buffer>,
  boundary: string,
  open: (head: PartHead) => Promise<PartSink> | PartSink,
): Promise<void> {
  const delimiter = Buffer.from(`${LINE_END}--${boundary}`);
  let state: 'before' | 'delimiter' | 'head' | 'content' | 'over' = 'before';
  let sink: PartSink | undefined;
  // The first delimiter stands at the beginning of the body, without a line before it.
  let rest: Buffer = Buffer.from(LINE_END);

  /** Passes on what cannot be a part of the delimiter; true when the delimiter was found. */
  async function passContent(): Promise<boolean> {
    const found = rest.indexOf(delimiter);
    const end = found === -1 ? Math.max(0, rest.length - delimiter.length + 1) : found;
    if (end > 0) await sink?.write(rest.subarray(0, end));
    rest = rest.subarray(found === -1 ? end : end + delimiter.length);
    return found !== -1;
  }

  /** One step; false when it needs more of the body. */
  async function step(): Promise<boolean> {
    switch (state) {
      case 'before': {
        const found = rest.indexOf(delimiter);
        if (found === -1 && rest.length > LONGEST_PREAMBLE) {
          throw malformed('it does not begin with its boundary.');
        }
        if (found === -1) return false;
        rest = rest.subarray(found + delimiter.length);
        state = 'delimiter';
        return true;
      }
      case 'delimiter': {
        if (rest.length < 2) return false;
        const mark = rest.toString('latin1', 0, 2);
        if (mark !== LINE_END && mark !== CLOSING) throw malformed('a boundary is not a line.');
        state = mark === CLOSING ? 'over' : 'head';
        rest = rest.subarray(2);
        return true;
      }
      case 'head': {
        const end = rest.indexOf(END_OF_HEAD);
        if (end > LONGEST_HEAD || (end === -1 && rest.length > LONGEST_HEAD)) {
          throw malformed('the head of a part is too long.');
        }
        if (end === -1) return false;
        sink = await open(readHead(rest.toString('utf8', 0, end)));
        rest = rest.subarray(end + END_OF_HEAD.length);
        state = 'content';
        return true;
      }
      case 'content': {
        if (!(await passContent())) return false;
        await sink?.end();
        sink = undefined;
        state = 'delimiter';
        return true;
      }
      case 'over':
        rest = Buffer.alloc(0);
        return false;
    }
  }

  for await (const chunk of body) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    while (await step());
  }
  // TypeScript does not see that the steps above change it.
  if ((state as string) !== 'over') throw malformed('it is cut off.');
}
