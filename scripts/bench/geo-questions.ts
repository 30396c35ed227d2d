const LIMIT = 100;
const HIGHEST_ZOOM = 6;
/** How many pages of the greatest size lie before the deep one. */
const PAGES_BEFORE = 50;

interface Page {
  features: { id: number }[];
  links: { rel: string; href: string }[];
}

/** A box as the map asks for it. @param box `west,south,east,north` */
export const boxPath = (box: string): string => `/api/geo/occurrences?bbox=${box}&limit=${LIMIT}`;

/** The same box put to generated REST. */
export function restPath(box: string): string {
  const [west, south, east, north] = box.split(',');
  const within = (attribute: string, from?: string, to?: string) =>
    `filters[${attribute}][$gte]=${from}&filters[${attribute}][$lte]=${to}`;
  return `/api/occurrences?${within('decimalLatitude', south, north)}&${within('decimalLongitude', west, east)}&pagination[pageSize]=${LIMIT}`;
}

async function pageOf(url: string): Promise<Page> {
  const answer = await fetch(url);
  if (answer.status !== 200) throw new Error(`${url} is ${answer.status}.`);
  return (await answer.json()) as Page;
}

/**
 * A figure counts only when both servers say the same.
 * @returns the features of an answer, on average.
 */
export async function compareAnswers(
  boxes: readonly string[],
  appUrl: string,
  bareUrl: string,
): Promise<number> {
  let features = 0;
  for (const box of boxes) {
    const [ours, bare] = await Promise.all(
      [appUrl, bareUrl].map(async (url) => (await pageOf(url + boxPath(box))).features),
    );
    if (JSON.stringify(ours) !== JSON.stringify(bare))
      throw new Error(`Answers differ for ${box}.`);
    features += ours?.length ?? 0;
  }
  return features / boxes.length;
}

/** The address of a page of 100 that lies behind half a million others. */
export async function deepPagePath(appUrl: string): Promise<string> {
  let path = '/api/geo/occurrences?limit=10000';
  for (let page = 0; page < PAGES_BEFORE; page += 1) {
    const { links } = await pageOf(appUrl + path);
    const next = links.find(({ rel }) => rel === 'next');
    if (!next) throw new Error('There are too few rows for a deep page.');
    const { pathname, search } = new URL(next.href);
    path = pathname + search;
  }
  return path.replace('limit=10000', `limit=${LIMIT}`);
}

/** Tiles of each zoom that hold something: those under the middles of the boxes. */
export async function tilePaths(
  appUrl: string,
  boxes: readonly string[],
): Promise<{ zoom: number; paths: string[] }[]> {
  const zooms = Array.from({ length: HIGHEST_ZOOM + 1 }, (_, zoom) => {
    const tiles = boxes.map((box) => {
      const [west = 0, south = 0, east = 0, north = 0] = box.split(',').map(Number);
      const latitude = (((south + north) / 2) * Math.PI) / 180;
      const x = ((west + east) / 2 + 180) / 360;
      const y = 0.5 - Math.asinh(Math.tan(latitude)) / (2 * Math.PI);
      const side = 2 ** zoom;
      // What lies behind the edge of the map counts in its last tile.
      const [column, row] = [x, y].map((part) =>
        Math.min(Math.max(Math.floor(part * side), 0), side - 1),
      );
      return `/api/geo/occurrences/tiles/${zoom}/${column}/${row}.mvt`;
    });
    return { zoom, paths: [...new Set(tiles)].slice(0, 50) };
  });
  for (const { paths } of zooms) {
    const { status } = await fetch(appUrl + paths[0]);
    if (status !== 200) throw new Error(`${paths[0]} is ${status}.`);
  }
  return zooms;
}
