/** A cell as the point that stands for it, in units of the tile, with how many features it holds. */
export interface ShownCell {
  left: number;
  top: number;
  count: number;
}

const LAYER = 3;
const VERSION = 2;
const EXTENT = 4096;
/** Kinds of fields of a protobuf message, beside their number: a number, or bytes behind their length. */
const NUMBER = 0;
const BYTES = 2;
/** `MoveTo`, one position. */
const MOVE_TO_ONE = 9;
const POINT = 1;

/** Bytes that one cell takes at most: a message of 17 behind its tag and length, its value of 12. */
const MOST_PER_CELL = 40;
const MOST_BESIDE = 64;

/** Protobuf messages, one field after another. */
class Writer {
  length = 0;
  constructor(private readonly bytes: Buffer) {}

  varint = (value: number): void => {
    let rest = value;
    while (rest > 127) {
      this.bytes[this.length] = rest % 128 | 128;
      this.length += 1;
      rest = Math.floor(rest / 128);
    }
    this.bytes[this.length] = rest;
    this.length += 1;
  };

  number = (field: number, value: number): void => {
    this.varint(field * 8 + NUMBER);
    this.varint(value);
  };

  /** What is written next are the bytes of this field. */
  begin = (field: number, length: number): void => {
    this.varint(field * 8 + BYTES);
    this.varint(length);
  };

  text = (field: number, value: string): void => {
    this.begin(field, Buffer.byteLength(value));
    this.length += this.bytes.write(value, this.length);
  };

  written = (): Buffer => this.bytes.subarray(0, this.length);
}

const sizeOf = (value: number): number => {
  let size = 1;
  for (let rest = value; rest > 127; rest = Math.floor(rest / 128)) size += 1;
  return size;
};

/** Numbers of either sign as protobuf has them in geometries: small ones stay small. */
const zigzag = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value);

function writeCell(writer: Writer, { left, top }: ShownCell, valueIndex: number): void {
  const [x, y] = [zigzag(left), zigzag(top)];
  const tagsLength = 1 + sizeOf(valueIndex);
  const geometryLength = 1 + sizeOf(x) + sizeOf(y);
  writer.begin(2, 2 + tagsLength + 2 + 2 + geometryLength);
  writer.begin(2, tagsLength);
  writer.varint(0);
  writer.varint(valueIndex);
  writer.number(3, POINT);
  writer.begin(4, geometryLength);
  writer.varint(MOVE_TO_ONE);
  writer.varint(x);
  writer.varint(y);
}

/**
 * A tile of cells, byte by byte what `encodeTile` makes of the same points with the property `count`,
 * in a tenth of its time: a view of the world has 4096 of them. Empty when there are none.
 * Mapbox Vector Tile 2.1, section 4.
 * @param counts whole numbers up to 2^53.
 */
export function encodeCellTile(name: string, cells: readonly ShownCell[]): Buffer {
  if (cells.length === 0) return Buffer.alloc(0);
  const most = cells.length * MOST_PER_CELL + Buffer.byteLength(name) + MOST_BESIDE;
  const body = new Writer(Buffer.allocUnsafe(most));
  body.number(15, VERSION);
  body.text(1, name);
  body.number(5, EXTENT);
  const indexes = new Map<number, number>();
  for (const cell of cells) {
    const index = indexes.get(cell.count) ?? indexes.size;
    indexes.set(cell.count, index);
    writeCell(body, cell, index);
  }
  body.text(3, 'count');
  for (const count of indexes.keys()) {
    body.begin(4, 1 + sizeOf(count));
    body.number(5, count);
  }
  const head = new Writer(Buffer.allocUnsafe(MOST_BESIDE));
  head.begin(LAYER, body.length);
  return Buffer.concat([head.written(), body.written()]);
}
