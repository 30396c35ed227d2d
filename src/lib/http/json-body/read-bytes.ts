import type { IncomingMessage } from 'node:http';
import type { Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { Problem } from '../../problem';

const UNPACKERS: Record<string, () => Transform> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

const tooLarge = (maxBytes: number) =>
  new Problem({
    type: 'payload-too-large',
    detail: `The body is larger than the ${Math.floor(maxBytes / 1024)} kB that this address takes.`,
  });

const broken = () =>
  new Problem({
    type: 'malformed-body',
    detail: 'The body is cut off, or not packed as its Content-Encoding says.',
  });

/** @throws Problem `unsupported-media-type` for a packing that is not known, or several at once. */
function unpackerFor(request: IncomingMessage): Transform | undefined {
  const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (encoding === 'identity') return undefined;
  const create = UNPACKERS[encoding];
  if (create) return create();
  throw new Problem({
    type: 'unsupported-media-type',
    detail: 'Send the body as it is, or packed by gzip, deflate or br.',
  });
}

function collect(source: Readable, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    source.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > maxBytes) reject(tooLarge(maxBytes));
      else chunks.push(chunk);
    });
    source.once('end', () => resolve(Buffer.concat(chunks)));
    source.once('error', () => reject(broken()));
    source.once('close', () => reject(broken()));
  });
}

/**
 * The bytes of a body, unpacked. Nothing is read when its declared length is over the limit, and
 * nothing is kept beyond it, whatever a packed body unpacks to.
 * @throws Problem `payload-too-large`, `unsupported-media-type`, `malformed-body`.
 */
export async function readBytes(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const unpacker = unpackerFor(request);
  // A request that breaks off does not end what it is piped into.
  const breakOff = () => unpacker?.destroy(broken());
  request.once('error', breakOff).once('aborted', breakOff);
  try {
    return await collect(unpacker ? request.pipe(unpacker) : request, maxBytes);
  } finally {
    request.off('error', breakOff).off('aborted', breakOff);
    request.removeAllListeners('data');
    if (unpacker) request.unpipe(unpacker);
    unpacker?.destroy();
    // What is left is thrown away as it comes, so that the answer can be read.
    request.resume();
  }
}
