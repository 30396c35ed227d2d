/** The little of PostgreSQL's wire protocol that stands between a socket and the embedded engine. */

const SSL_REQUEST = 80877103;
const GSS_REQUEST = 80877104;
const CANCEL_REQUEST = 80877102;
const MAX_MESSAGE_BYTES = 512 * 1024 * 1024;

export type OpeningMessage = { kind: 'encryption' | 'cancel' | 'startup'; bytes: Buffer };

function take(buffer: Buffer, length: number): Buffer | undefined {
  if (length < 4 || length > MAX_MESSAGE_BYTES) throw new Error('not the PostgreSQL protocol');
  return buffer.length < length ? undefined : buffer.subarray(0, length);
}

/** The first message in the buffer of a connection that has not started, which has no type byte. */
export function readOpening(buffer: Buffer): OpeningMessage | undefined {
  if (buffer.length < 8) return undefined;
  const bytes = take(buffer, buffer.readInt32BE(0));
  if (!bytes) return undefined;
  const code = bytes.readInt32BE(4);
  if (code === SSL_REQUEST || code === GSS_REQUEST) return { kind: 'encryption', bytes };
  return { kind: code === CANCEL_REQUEST ? 'cancel' : 'startup', bytes };
}

/** The first message in the buffer of a started connection: a type byte, a length, the rest. */
export function readMessage(buffer: Buffer): { type: string; bytes: Buffer } | undefined {
  if (buffer.length < 5) return undefined;
  const bytes = take(buffer, 1 + buffer.readInt32BE(1));
  return bytes && { type: String.fromCharCode(bytes[0] ?? 0), bytes };
}

/** How many bytes the buffer must hold before it is worth looking at again. */
export const bytesNeeded = (buffer: Buffer): number =>
  buffer.length < 5 ? buffer.length + 1 : 1 + buffer.readInt32BE(1);

function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type, 'latin1');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

export const NO_ENCRYPTION = Buffer.from('N');
export const PASSWORD_REQUEST = message('R', Buffer.from([0, 0, 0, 3]));
export const SYNC = message('S', Buffer.alloc(0));
export const ROLLBACK = message('Q', Buffer.from('rollback\0'));

/** An ErrorResponse after which the server hangs up. */
export const fatalError = (sqlState: string, text: string): Buffer =>
  message('E', Buffer.from(`SFATAL\0VFATAL\0C${sqlState}\0M${text}\0\0`));

/** The password inside a PasswordMessage. */
export const passwordOf = (bytes: Buffer): string => bytes.subarray(5, -1).toString('utf8');
