import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';

const SEA = { r: 10, g: 90, b: 140 };

/** A picture of the sea, all of one colour. */
export const picture = (width = 64, height = 48) =>
  sharp({ create: { width, height, channels: 3, background: SEA } });

/** As a phone makes it: says where it was, and lies on its side. */
export const photoWithPosition = (): Promise<Buffer> =>
  picture(64, 48)
    .withExif({
      IFD0: { Make: 'Shoalphone', Orientation: '6' },
      IFD3: { GPSLatitude: '52/1 7/1 0/1', GPSLatitudeRef: 'N', GPSLongitude: '4/1 18/1 0/1' },
    })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();

/** Something with many details, which packs badly. */
export const noise = (width: number, height: number) =>
  sharp({
    create: {
      width,
      height,
      channels: 3,
      background: SEA,
      noise: { type: 'gaussian', mean: 128, sigma: 60 },
    },
  });

function pngChunk(type: string, content: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const body = Buffer.concat([Buffer.from(type), content]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** A small file that claims to be a picture of this size; `profileBytes` of zeros as its colours' profile. */
export function makePng(width: number, height: number, profileBytes = 0): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const row = Buffer.alloc(1 + width * 3);
  const rows = Math.min(height, 50);
  const profile = Buffer.concat([
    Buffer.from('bomb\0\0', 'latin1'),
    deflateSync(Buffer.alloc(profileBytes), { level: 9 }),
  ]);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    pngChunk('IHDR', head),
    ...(profileBytes > 0 ? [pngChunk('iCCP', profile)] : []),
    pngChunk(
      'IDAT',
      deflateSync(Buffer.concat(Array.from({ length: rows }, () => row)), { level: 9 }),
    ),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A moving picture of this many frames, each of one dot. */
export function makeGif(frames: number): Buffer {
  const head = Buffer.from('GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff', 'latin1');
  const frame = Buffer.from(
    '\x21\xf9\x04\x00\x0a\x00\x00\x00\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x44\x01\x00',
    'latin1',
  );
  return Buffer.concat([head, ...Array.from({ length: frames }, () => frame), Buffer.from(';')]);
}
