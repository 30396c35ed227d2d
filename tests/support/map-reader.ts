import { type TestApp } from './app';
import { insertOccurrence } from './factories';

/** An answer of `GET /api/geo/{collection}`. */
export interface FeatureCollection {
  type: string;
  features: {
    type: string;
    id: number;
    geometry: { type: string; coordinates: [number, number] };
    properties: Record<string, unknown>;
  }[];
  numberReturned: number;
  limit: number;
  links: { rel: string; type: string; href: string }[];
}

/** The two ways an anonymous request may take; both must answer the same. */
const WAYS = { lane: {}, stack: { cookie: 'any=1' } };
export type Way = keyof typeof WAYS;

/** An answer of `nearby`, `grid` or `clusters`. */
export interface CountedFeatures {
  type: string;
  numberReturned: number;
  features: {
    id: string | number;
    geometry: { type: string; coordinates: never };
    properties: Record<string, never>;
  }[];
}

/** What tests of map reads do again and again, on one app. */
export const createMapReader = (app: () => TestApp) => {
  const ask = (query: string, way: Way = 'lane', collection = 'occurrences') =>
    fetch(`${app().url}/api/geo/${collection}${query}`, { headers: WAYS[way] });

  /** Asks for an address below `/api/geo/`. */
  const send = (path: string, way: Way = 'lane') =>
    fetch(`${app().url}/api/geo/${path}`, { headers: WAYS[way] });

  return {
    ask,
    send,
    /** What must be answered, and the same on both ways. */
    get: async <Body>(path: string): Promise<Body> => {
      const [short, long] = await Promise.all([send(path), send(path, 'stack')]);
      const [text, other] = [await short.text(), await long.text()];
      if (short.status !== 200) throw new Error(`${path}: ${short.status} ${text}`);
      if (other !== text) throw new Error(`${path} is answered in two ways: ${text} ${other}`);
      return JSON.parse(text) as Body;
    },
    /** The answer to a question that must be answered. */
    read: async (query: string): Promise<FeatureCollection> => {
      const answer = await ask(query);
      if (answer.status !== 200) throw new Error(`${query}: ${answer.status}`);
      return (await answer.json()) as FeatureCollection;
    },
    /** Stores an occurrence at a position. */
    place: (lon: number | null, lat: number | null, columns: Record<string, unknown> = {}) =>
      insertOccurrence(app().db, { decimal_longitude: lon, decimal_latitude: lat, ...columns }),
  };
};

export const positionsOf = ({ features }: FeatureCollection) =>
  features.map(({ geometry }) => geometry.coordinates);

/** The query of the next page, or undefined at the end. */
export function nextOf({ links }: FeatureCollection): string | undefined {
  const href = links.find(({ rel }) => rel === 'next')?.href;
  return href && new URL(href).search;
}
