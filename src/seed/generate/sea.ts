import mask from './sea-mask.json';

/** A quarter of a degree: about 28 km from south to north. */
const CELL_DEGREES = mask.cellDegrees;
const COLUMNS = 360 / CELL_DEGREES;
const ROWS = 180 / CELL_DEGREES;
const FARTHEST = 255;

export interface Position {
  lon: number;
  lat: number;
}

function readMask(): Uint8Array {
  const sea = new Uint8Array(COLUMNS * ROWS);
  mask.rows.forEach((line, row) => {
    const start = row * COLUMNS;
    if (row > 0) sea.copyWithin(start, start - COLUMNS, start);
    let column = 0;
    let differs = false;
    for (const run of line === '' ? [] : line.split(' ')) {
      const end = column + parseInt(run, 36);
      if (differs) for (let i = start + column; i < start + end; i++) sea[i] = sea[i] ? 0 : 1;
      column = end;
      differs = !differs;
    }
    // The last run reaches the end of the row and is not written down.
    if (differs) for (let i = start + column; i < start + COLUMNS; i++) sea[i] = sea[i] ? 0 : 1;
  });
  return sea;
}

function neighbours(cell: number): number[] {
  const row = Math.floor(cell / COLUMNS);
  const column = cell % COLUMNS;
  const found: number[] = [];
  for (let r = Math.max(0, row - 1); r <= Math.min(ROWS - 1, row + 1); r++) {
    for (let step = -1; step <= 1; step++) {
      found.push(r * COLUMNS + ((column + step + COLUMNS) % COLUMNS));
    }
  }
  return found;
}

/** Cells from land: 0 is land or a coast that a cell cannot resolve, 1 touches that, and so on. */
function measureStepsFromLand(sea: Uint8Array): Uint8Array {
  const steps = new Uint8Array(sea.length).fill(FARTHEST);
  let shore: number[] = [];
  sea.forEach((isSea, cell) => {
    if (isSea) return;
    steps[cell] = 0;
    shore.push(cell);
  });
  for (let step = 1; step < FARTHEST && shore.length > 0; step++) {
    const next: number[] = [];
    for (const cell of shore) {
      for (const neighbour of neighbours(cell)) {
        if (steps[neighbour] !== FARTHEST) continue;
        steps[neighbour] = step;
        next.push(neighbour);
      }
    }
    shore = next;
  }
  return steps;
}

let measured: Uint8Array | undefined;
const stepsOfCells = () => (measured ??= measureStepsFromLand(readMask()));

const rowOf = (lat: number) => Math.min(ROWS - 1, Math.floor((lat + 90) / CELL_DEGREES));
const columnOf = (lon: number) => Math.min(COLUMNS - 1, Math.floor((lon + 180) / CELL_DEGREES));

/** How many cells lie between a position and land; 0 on land and right at the coast. */
export function stepsFromLand({ lon, lat }: Position): number {
  return stepsOfCells()[rowOf(lat) * COLUMNS + columnOf(lon)] ?? 0;
}

/** The south-west corners of the cells inside a box whose distance from land is in the range. */
export function seaCells(
  [west, south, east, north]: readonly [number, number, number, number],
  [nearest, farthest]: readonly [number, number],
): Position[] {
  const cells: Position[] = [];
  for (let row = rowOf(south); row <= rowOf(north - 1e-9); row++) {
    for (let column = columnOf(west); column <= columnOf(east - 1e-9); column++) {
      const steps = stepsOfCells()[row * COLUMNS + column] ?? 0;
      if (steps < nearest || steps > farthest) continue;
      cells.push({ lon: column * CELL_DEGREES - 180, lat: row * CELL_DEGREES - 90 });
    }
  }
  return cells;
}

/** A point inside a cell, away from its edges, so that rounding to 2 decimals stays inside. */
export function pointInCell(corner: Position, across: number, up: number): Position {
  const inside = (share: number) => CELL_DEGREES * (0.04 + 0.92 * share);
  return { lon: corner.lon + inside(across), lat: corner.lat + inside(up) };
}

/** The corner of the cell that a position lies in. */
export function cornerOf({ lon, lat }: Position): Position {
  return {
    lon: columnOf(lon) * CELL_DEGREES - 180,
    lat: rowOf(lat) * CELL_DEGREES - 90,
  };
}
