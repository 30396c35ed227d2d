import { latAt, lonAt } from '../domain/cells';

interface Squares {
  level: number;
  /** In the order of rows and columns. */
  cells: readonly { x: number; y: number; count: number }[];
}

/** Text is turned into bytes in pieces of this size: a text of a megabyte takes twice as long. */
const PIECE_CHARACTERS = 16_000;

/** Where each column begins, as the first half of a position: every edge is put into words once. */
function createColumnTexts(level: number) {
  const known = new Map<number, string>();
  return (x: number): string => {
    const before = known.get(x);
    if (before !== undefined) return before;
    const text = `[${JSON.stringify(lonAt(x / 2 ** level))},`;
    known.set(x, text);
    return text;
  };
}

/**
 * The cells of a level as a GeoJSON FeatureCollection, character by character what `JSON.stringify`
 * makes of the same in five times the time: the world has 4096 of them. The id of a cell is its level,
 * column and row, its ring runs against the clock.
 */
export function writeSquares({ level, cells }: Squares): Buffer {
  const columnText = createColumnTexts(level);
  const rowText = (y: number) => `${JSON.stringify(latAt(y / 2 ** level))}]`;
  const pieces: Buffer[] = [];
  let text = '{"type":"FeatureCollection","features":[';
  let separator = '';
  let [row, north, south] = [-1, '', ''];
  for (const { x, y, count } of cells) {
    if (y !== row) [row, north, south] = [y, rowText(y), rowText(y + 1)];
    const [west, east] = [columnText(x), columnText(x + 1)];
    text +=
      `${separator}{"type":"Feature","id":"${level}/${x}/${y}","geometry":{"type":"Polygon","coordinates":` +
      `[[${west}${south},${east}${south},${east}${north},${west}${north},${west}${south}]]},` +
      `"properties":{"count":${count}}}`;
    separator = ',';
    if (text.length > PIECE_CHARACTERS) {
      pieces.push(Buffer.from(text));
      text = '';
    }
  }
  pieces.push(Buffer.from(`${text}],"numberReturned":${cells.length}}`));
  return Buffer.concat(pieces);
}
