import { crc32, deflateRawSync } from 'node:zlib';

/** An entry of an archive that a test makes; what it says of itself may be a lie. */
export interface ZipEntry {
  name: string;
  content?: string | Buffer;
  isPacked?: boolean;
  /** Instead of the true sizes. */
  unpackedSize?: number;
  packedSize?: number;
  /** Kind and rights of a file, as Unix writes them. */
  mode?: number;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;

function header(
  { name, isPacked = false, unpackedSize, packedSize }: ZipEntry,
  raw: Buffer,
  packed: Buffer,
): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(isPacked ? 8 : 0, 4);
  fields.writeUInt32LE(crc32(raw), 10);
  fields.writeUInt32LE(packedSize ?? packed.length, 14);
  fields.writeUInt32LE(unpackedSize ?? raw.length, 18);
  fields.writeUInt16LE(Buffer.byteLength(name), 22);
  return fields;
}

const word = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};

/** An archive of these entries. */
export function makeZip(entries: ZipEntry[]): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const raw = Buffer.from(entry.content ?? '');
    const packed = entry.isPacked ? deflateRawSync(raw) : raw;
    const fields = header(entry, raw, packed);
    const name = Buffer.from(entry.name);
    const local = Buffer.concat([word(LOCAL), fields, name, packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 6);
    rest.writeUInt32LE(offset, 10);
    const version = Buffer.from([20, 3]);
    centrals.push(Buffer.concat([word(CENTRAL), version, fields, rest, name]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, directory, word(END), end]);
}

/** The least that makes a text document, and what else is to be in it. */
export const makeDocx = (others: ZipEntry[] = []): Buffer =>
  makeZip([
    { name: '[Content_Types].xml', content: '<Types/>', isPacked: true },
    { name: 'word/document.xml', content: '<w:document/>', isPacked: true },
    ...others,
  ]);

export const makeOdt = (): Buffer =>
  makeZip([
    { name: 'mimetype', content: 'application/vnd.oasis.opendocument.text' },
    { name: 'content.xml', content: '<office:document-content/>', isPacked: true },
  ]);
